/** Screen 6 in a browser: its tests turn red as `pnpm break-it` says, and by the same schedule. */
import actorBreaks from "../../../packages/actor-store/test/breaks.ts";
import mutexBreaks from "../../../packages/mutex-store/test/breaks.ts";
import { describe, expect, test } from "vitest";
import { hasBrowser, isShown, useLab } from "./browser/lab-in-browser.ts";

/** The tests that a browser cannot run: it has no asynchronous context, and collects garbage unasked. */
const needsNode = /asynchronous context|takes no memory|holds no key and no value/;

describe.skipIf(!hasBrowser)("breaks in a browser", () => {
  const lab = useLab();

  test("an unbroken strategy passes every test of the contract, in a browser too", async () => {
    const page = await lab.open("#/break-it?strategy=mutex");
    expect(await isShown(page, /All \d+ tests of the contract pass/)).toBe(true);
  });

  test.each([...mutexBreaks, ...actorBreaks.slice(0, 1)].map((each) => [each.id, each] as const))(
    "%s is caught by the tests named for it",
    async (id, { caughtBy, schedule }) => {
      const strategy = mutexBreaks.some((each) => each.id === id) ? "mutex" : "actor";
      const page = await lab.open(`#/break-it?strategy=${strategy}&break=${id}`);
      expect(await isShown(page, /tests of the contract fail/)).toBe(true);
      const names = await page.locator(".failed-tests li summary").allTextContents();
      expect(names.toSorted()).toEqual(caughtBy.filter((name) => !needsNode.test(name)).toSorted());
      if ("none" in schedule) {
        expect(await isShown(page, schedule.none)).toBe(true);
        return;
      }
      const link = page.getByRole("link", { name: "Step through it yourself" });
      await link.waitFor();
      expect(await link.getAttribute("href")).toContain(`steps=${schedule.steps}`);
    },
  );

  test("a break is switched on by key and by pointer, and its schedule played in screen 1", async () => {
    const page = await lab.open("#/break-it?strategy=mutex");
    const first = page.getByRole("switch").first();
    await first.focus();
    await page.keyboard.press("Space");
    expect(await isShown(page, /34 of \d+ tests of the contract fail/)).toBe(true);
    expect(await first.getAttribute("aria-checked")).toBe("true");
    await page.getByRole("link", { name: "Step through it yourself" }).click();
    expect(await isShown(page, "mutex/released-before-the-await")).toBe(true);
    expect(await isShown(page, "The increment of x by B is lost")).toBe(true);
    await page.goBack();
    await first.click();
    expect(await isShown(page, /All \d+ tests of the contract pass/)).toBe(true);
  });
});
