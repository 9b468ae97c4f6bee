/** What is served and what is loaded: small, from here alone, and the same schedules as on the command line. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { contentSecurityPolicy } from "../src/build/security.ts";
import { hasBrowser, useLab } from "./browser/lab-in-browser.ts";

const FIRST_VIEW_KB = 100;
const compare = fileURLToPath(new URL("../../compare/dist/main.js", import.meta.url));

describe.skipIf(!hasBrowser)("the lab as it is served", () => {
  const lab = useLab();

  test("the page has its own policy, no inline script, and no inline style", () => {
    const page = readFileSync(join(lab.folder(), "index.html"), "utf8");
    expect(page.replaceAll("&#39;", "'")).toContain(contentSecurityPolicy);
    expect(page).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+=/);
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(addresses.filter((address) => !address?.startsWith("./assets/"))).toEqual([]);
  });

  test("no file that it loads needs Node", () => {
    const folder = join(lab.folder(), "assets");
    const scripts = readdirSync(folder).filter((file) => file.endsWith(".js"));
    expect(scripts.length).toBeGreaterThan(10);
    for (const file of scripts) {
      const text = readFileSync(join(folder, file), "utf8");
      expect(text, file).not.toMatch(
        /\b(?:from|import)\s*\(?\s*["'](?:node:|__vite-browser-external)/,
      );
    }
  });

  test(`the first view takes less than ${FIRST_VIEW_KB} KB of compressed script`, async () => {
    const page = await lab.blank();
    const sizes: number[] = [];
    page.on("response", (response) => {
      const file = new URL(response.url()).pathname;
      if (!file.endsWith(".js")) return;
      sizes.push(gzipSync(readFileSync(join(lab.folder(), file))).length);
    });
    await page.goto(lab.url());
    await page.getByRole("button", { name: "Let A call" }).waitFor();
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(FIRST_VIEW_KB * 1024);
  });

  test("threads may share memory in the page", async () => {
    const page = await lab.open();
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
  });

  test.each(["lost-update", "cache-stampede"])(
    "the first schedule of %s that fails here fails on the command line, by the same letters",
    async (scenario) => {
      const page = await lab.open(`#/every-order?scenario=${scenario}&guess=none`);
      await page
        .getByRole("button", { name: /fails$/ })
        .first()
        .click();
      await page.locator(".chosen .verdict").waitFor();
      const shown = (await page.locator(".chosen .command").textContent()) ?? "";
      const [, words = ""] = shown.split("pnpm compare ");
      const { stdout, status } = spawnSync(
        process.execPath,
        [compare, ...words.trim().split(/\s+/), "--format", "json"],
        { encoding: "utf8" },
      );
      expect(status).toBe(0);
      const schedule = words.split("--schedule ")[1]?.trim();
      expect(stdout).toContain(`"schedule": "${schedule}"`);
      expect(stdout).toContain('"kind": "not-linearizable"');
      const explanation = await page.locator(".chosen .verdict").textContent();
      const said = /"explanation": "([^"]+)"/.exec(stdout)?.[1];
      expect(explanation).toContain(said);
    },
  );

  test("all orders of every strategy are run while the page answers", async () => {
    const page = await lab.open("#/every-order");
    for (const name of await page.getByRole("radio").all()) {
      await name.check({ force: true });
      await page.getByLabel("How many of them go wrong?").waitFor();
      expect(await page.getByRole("button", { name: /^[AB]{4}$/ }).count()).toBeGreaterThan(1);
    }
  });
});
