/** The walk of a newcomer, and each screen's task by keyboard and by pointer. */
import { describe, expect, test } from "vitest";
import { hasBrowser, isShown, useLab } from "./browser/lab-in-browser.ts";

describe.skipIf(!hasBrowser)("the lab in a browser", () => {
  const lab = useLab();

  test("a newcomer loses an update and finds who would have kept it, in at most ten clicks", async () => {
    const page = await lab.open();
    let clicks = 0;
    const click = async (name: string | RegExp): Promise<void> => {
      clicks += 1;
      await page.getByRole("button", { name }).or(page.getByRole("link", { name })).first().click();
    };
    await click("Let A call");
    await click("Let B call");
    await click("Let B go on");
    await click("Let A go on");
    expect(await isShown(page, "Not linearizable.")).toBe(true);
    expect(await page.getByRole("status").textContent()).toContain(
      "The increment of x by B is lost",
    );

    await click("Which strategy would have kept it?");
    await page.getByRole("heading", { level: 1, name: "Now with" }).waitFor();
    await click("Let A call");
    await click("Let B call");
    expect(await isShown(page, "B waits: A holds the lock")).toBe(true);
    await click("Let A go on");
    await click("Let B go on");
    expect(await isShown(page, "Passes.")).toBe(true);
    expect(await page.locator(".state-now").textContent()).toBe("x = 2");
    expect(clicks).toBeLessThanOrEqual(10);
  });

  test("an update is lost by keys alone, and taken back", async () => {
    const page = await lab.open("#/event-loop");
    await page.getByRole("button", { name: "Let A call" }).waitFor();
    for (const [key, steps] of [
      ["a", "A"],
      ["b", "AB"],
      ["b", "ABB"],
      ["a", "ABBA"],
    ] as const) {
      await page.keyboard.press(key);
      await page.locator(`[data-current=true] [aria-label="schedule ${spaced(steps)}"]`).waitFor();
    }
    expect(await isShown(page, "Not linearizable.")).toBe(true);
    expect(page.url()).toContain("steps=ABBA");
    await page.getByRole("button", { name: "Step back" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Let A go on" }).waitFor();
    expect(page.url()).toContain("steps=ABB");
  });

  test("a client that must wait cannot be let go on, by pointer or by key", async () => {
    const page = await lab.open("#/now-with?strategy=actor&steps=AB");
    const button = page.getByRole("button", { name: "B has to wait" });
    await button.waitFor();
    expect(await button.getAttribute("aria-disabled")).toBe("true");
    expect(await button.getAttribute("aria-describedby")).toBe("why-not-B");
    expect(await page.locator("#why-not-B").textContent()).toContain("the owner carries out A's");
    await button.click({ force: true });
    await page.keyboard.press("b");
    expect(page.url()).toMatch(/steps=AB$/);
  });

  test("a strategy is chosen by arrow keys, and the address restores it", async () => {
    const page = await lab.open("#/now-with");
    await page.getByRole("radio", { name: "Mutex" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForURL(/strategy=optimistic/);
    await page.reload();
    expect(await page.getByRole("radio", { name: "Optimistic" }).isChecked()).toBe(true);
    await page.goBack();
    expect(await page.getByRole("radio", { name: "Mutex" }).isChecked()).toBe(true);
  });

  test("steps that a store does not allow are left out of its address", async () => {
    const page = await lab.open("#/now-with?strategy=mutex&steps=ABBA");
    await page.waitForURL(/steps=AB$/);
    expect(await isShown(page, "B waits: A holds the lock")).toBe(true);
  });

  test("every order is guessed, shown, and looked at, by keys", async () => {
    const page = await lab.open("#/every-order");
    await page.getByLabel("How many of them go wrong?").focus();
    await page.keyboard.type("4");
    await page.keyboard.press("Enter");
    expect(await isShown(page, "4 of 6 go wrong.")).toBe(true);
    expect(await isShown(page, "You guessed it.")).toBe(true);
    await page.getByRole("button", { name: "AABB passes" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect(await isShown(page, "The increment of x by B is lost")).toBe(true);
    expect(page.url()).toContain("schedule=ABBA");
  });

  test("every order is shown by pointer, and none goes wrong with a mutex", async () => {
    const page = await lab.open("#/every-order");
    await page.getByText("Mutex", { exact: true }).click();
    await page.getByRole("button", { name: "Show me" }).click();
    expect(await isShown(page, "None of 4 goes wrong.")).toBe(true);
    await page.getByRole("button", { name: "ABAB passes" }).click();
    expect(await isShown(page, "Nothing is wrong with this schedule.")).toBe(true);
  });

  test.each(["balance-charged-twice", "token-renewed-twice", "cache-stampede", "one-file"])(
    "the everyday race %s goes wrong by hand, and the same steps are refused by a lock",
    async (scenario) => {
      const steps = scenario === "cache-stampede" ? "ABCCBA" : "ABBA";
      const page = await lab.open(`#/event-loop?scenario=${scenario}&steps=${steps}`);
      expect(await isShown(page, "Not linearizable.")).toBe(true);
      await page.getByRole("link", { name: "Which strategy would have kept it?" }).click();
      await page.getByRole("button", { name: "Let A call" }).click();
      await page.getByRole("button", { name: "Let B call" }).click();
      expect(await isShown(page, "B waits: A holds the lock")).toBe(true);
    },
  );

  test("a strategy's page has its card, its walk-through and its source", async () => {
    const page = await lab.open("#/strategy?id=mutex");
    await page.getByRole("button", { name: "Walk-through" }).click();
    await page.getByRole("heading", { name: "The state behind a mutex" }).waitFor();
    expect(await page.locator("#card").textContent()).toContain("touches the state");
    await page.getByText("packages/mutex-store/src/mutex-store.ts").click();
    expect(await page.locator("#source pre:visible").textContent()).toContain("class MutexStore");
  });

  test("an address of no strategy says so, and one of no steps is mended", async () => {
    const page = await lab.open("#/every-order?strategy=__proto__&guess=%F0");
    const alert = page.getByRole("alert");
    expect(await alert.innerText()).toContain('There is no strategy "__proto__".');
    await page.goto(`${lab.url()}#/event-loop?steps=AZ%`);
    await page.waitForURL(/steps=A$/);
  });

  test("an address of no screen says so, and leads back", async () => {
    const page = await lab.open("#/no-such-screen");
    await page.getByRole("link", { name: "Begin with the first one" }).click();
    await expect.poll(() => page.locator("h1").textContent()).toBe("Be the event loop");
  });
});

function spaced(steps: string): string {
  return steps.split("").join(" ");
}
