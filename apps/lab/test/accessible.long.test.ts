/** Every screen, light and dark, wide and narrow: readable by all, and never wider than its window. */
import { join } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { screens } from "../src/page/screens.ts";
import { hasBrowser, useLab } from "./browser/lab-in-browser.ts";
import { scenes } from "./browser/scenes.ts";

/** Where to write pictures of all scenes, for people to look at: `SCREENSHOTS=folder`. */
const pictures = process.env["SCREENSHOTS"];

/** In pixels, with the size of the text. 320 is what a window of 1280 has when it is enlarged fourfold. */
const windows = [
  [320, "100%"],
  [390, "200%"],
  [390, "100%"],
  [768, "100%"],
  [1280, "200%"],
  [1280, "100%"],
  [1600, "100%"],
] as const;

describe.skipIf(!hasBrowser)("the lab, for everyone", () => {
  const lab = useLab();

  test.each(Object.entries(scenes))(
    "%s is readable, light and dark, and fits every window, whatever the size of its text",
    async (name, scene) => {
      const page = await lab.open(scene.address, { width: 390 });
      await page.waitForLoadState("networkidle");
      await scene.act?.(page);
      await page.evaluate(axe.source);
      for (const [width, textSize] of windows) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(`document.documentElement.style.fontSize = "${textSize}"`);
        const overflow = await page.evaluate<number>(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        expect(overflow, `${width} pixels, text at ${textSize}`).toBe(0);
        if (textSize !== "100%") continue;
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          if (width === 1280) expect(await seriousIn(page), colorScheme).toEqual([]);
          if (pictures !== undefined) {
            const path = join(pictures, `${name}, ${width}, ${colorScheme}.png`);
            await page.screenshot({ path, fullPage: true });
          }
        }
      }
      await page.close();
    },
  );

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
