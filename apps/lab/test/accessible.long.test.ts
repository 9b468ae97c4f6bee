/** Every screen, light and dark, wide and narrow: readable by all, and never wider than its window. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { otherPages, screens } from "../src/page/screens.ts";
import { hasBrowser, useLab } from "./browser/lab-in-browser.ts";

/** Each screen as it opens, and some with more to see. */
const addresses = [
  ...[...screens, ...otherPages].map(({ id }) => `#/${id}`),
  "#/event-loop?steps=ABBA",
  "#/event-loop?scenario=close-while-waiting&steps=AC",
  "#/now-with?strategy=mutex&scenario=three-increments&steps=ABC",
  "#/now-with?strategy=optimistic&steps=ABA",
  "#/every-order?guess=4&schedule=ABBA",
  "#/every-order?scenario=three-increments&guess=4",
  "#/break-it?strategy=mutex&break=released-before-the-await",
];

describe.skipIf(!hasBrowser)("the lab, for everyone", () => {
  const lab = useLab();

  test.each(addresses)("%s is readable, light and dark, and fits every window", async (address) => {
    const page = await lab.open(address);
    await page.waitForLoadState("networkidle");
    await page.evaluate(axe.source);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await seriousIn(page), colorScheme).toEqual([]);
    }
    for (const width of [390, 768, 1280, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow, `${width} pixels`).toBe(0);
    }
    await page.close();
  });

  test("every screen has one heading of the first level, and the focus follows to it", async () => {
    const page = await lab.open();
    for (const { title } of screens.slice(1)) {
      await page.getByRole("navigation", { name: "Screens" }).getByText(title).click();
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      expect(await page.locator("h1").count()).toBe(1);
      expect(await page.evaluate("document.activeElement.id")).toBe("main");
      expect(await page.title()).toContain(title);
    }
  });

  test("the skip link leads to the screen", async () => {
    const page = await lab.open();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
  });
});

/** What axe finds serious, one line each. */
async function seriousIn(page: Page): Promise<string[]> {
  const found = await page.evaluate<Violation[]>("axe.run().then(({ violations }) => violations)");
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}
