/** Who waits, and which one: each screen's task by keyboard and by pointer. */
import { situations } from "@sync-strategies/choosing";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { hasBrowser, useLab } from "./browser/lab-in-browser.ts";

const words = (page: Page, title: RegExp) =>
  page.locator("details", { has: page.getByText(title) });

describe.skipIf(!hasBrowser)("who waits", () => {
  const lab = useLab();

  test("one finds by keys whose readers never wait, and the address restores it", async () => {
    const page = await lab.open("#/who-waits");
    await page
      .getByRole("article", { name: "Snapshot reads" })
      .getByText("No reader waits.")
      .waitFor();
    const slider = page.getByRole("slider", { name: "hold" });
    await slider.focus();
    await page.keyboard.press("End");
    await page.waitForURL(/holdMs=20/);
    const mutex = page.getByRole("article", { name: "Mutex" });
    await mutex.getByText("A reader waits up to 58 ms.").waitFor();
    const before = await mutex.innerText();
    await page.reload();
    await mutex.getByText("A reader waits up to 58 ms.").waitFor();
    expect(await mutex.innerText()).toBe(before);
    expect(await slider.inputValue()).toBe("20");
  });

  test("one sees readers starve by pointer, marked in words", async () => {
    const page = await lab.open("#/who-waits?strategies=mutex");
    await page.getByText("Changes first (broken)").click();
    const broken = page.getByRole("article", { name: "Changes first" });
    await broken.getByText("Every reader starves.").waitFor();
    expect(await broken.locator(".waits-names .starved").count()).toBe(8);
    const table = words(page, /how much each strategy's clients did/);
    await table.locator("summary").click();
    const row = table.getByRole("row", { name: "Changes first" });
    expect(await row.getByRole("cell").allTextContents()).toEqual([
      "1",
      "300 ms",
      "60",
      "10 ms",
      "8",
      "linearizable, no update lost",
    ]);
  });

  test("what makes no sense in the address gives way to what does", async () => {
    const page = await lab.open("#/who-waits?readers=99999&keys=x&strategies=nonsense");
    await page.getByText("Choose a strategy above").waitFor();
    expect(await page.getByRole("slider", { name: "readers" }).inputValue()).toBe("20");
    expect(await page.getByRole("slider", { name: "keys" }).inputValue()).toBe("3");
  });
});

describe.skipIf(!hasBrowser)("which one", () => {
  const lab = useLab();

  test("five answers by pointer lead to a strategy, its code, and why", async () => {
    const page = await lab.open("#/which-one");
    await page.getByText("Tasks of one event loop").click();
    await page.getByText("Yes, or there may be one later").click();
    await page.getByText("Many keys, each changed on its own").click();
    await page.getByText("Those that want the same key may").click();
    await page.getByText("Yes, and changes of the same key seldom meet").click();
    await page.getByRole("heading", { name: "Take optimistic" }).waitFor();
    const shown = await page.getByRole("list", { name: "Code to copy" }).innerText();
    for (const line of situations["rare-conflicts"].code.split("\n")) expect(shown).toContain(line);
    await page.reload();
    await page.getByRole("heading", { name: "Take optimistic" }).waitFor();

    await page.getByRole("link", { name: "Why? See who waits" }).click();
    await page.getByRole("article", { name: "Optimistic" }).waitFor();
    await page.getByRole("article", { name: "Mutex" }).waitFor();
    expect(await page.getByRole("slider", { name: "keys" }).inputValue()).toBe("20");
    expect(await page.getByRole("article").count()).toBe(2);
  });

  test("answers are given by keys alone, and taken back", async () => {
    const page = await lab.open("#/which-one");
    await page.getByRole("radio", { name: "Tasks of one event loop" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("heading", { name: "Take others" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("heading", { name: "Take a file lock" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("heading", { name: "Take a database" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Take a file lock" }).waitFor();
    expect(await page.getByRole("button", { name: "Begin again" }).count()).toBe(0);
  });

  test("the code is copied", async () => {
    const page = await lab.open("#/which-one?who-shares=tasks&awaits=no");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy the code" }).click();
    await page.getByText("Copied.").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(situations["no-await"].code);
  });

  test("all situations are in a table as well", async () => {
    const page = await lab.open("#/which-one");
    const table = words(page, /all situations/);
    await table.locator("summary").click();
    expect(await table.getByRole("row").count()).toBe(Object.keys(situations).length + 1);
  });
});
