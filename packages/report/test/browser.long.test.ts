/** The report as a browser shows it. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderReport } from "../src/index.ts";
import { sweepDocument } from "./made-up-report.ts";

/** Debian's; a browser of another name can be told by this variable. */
const browserCommand = process.env["CHROMIUM"] ?? "chromium";
const executablePath = spawnSync("which", [browserCommand]).stdout.toString().trim();

/** Of a page of paper, less its margins, in pixels. */
const A4_WIDTH = 703;

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-test-"));
  file = join(folder, "report.html");
  await writeFile(file, renderReport(sweepDocument()));
});
afterAll(() => rm(folder, { recursive: true }));

describe.skipIf(executablePath === "")("the report in a browser", () => {
  let browser: Browser;
  const said: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  afterAll(() => browser?.close());

  async function open(width: number, colorScheme: "light" | "dark"): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  test.each([
    [1280, "light"],
    [1280, "dark"],
    [390, "light"],
    [390, "dark"],
  ] as const)("has all its parts at %d pixels, %s", async (width, scheme) => {
    const page = await open(width, scheme);
    const headings = await page.locator("h2").allTextContents();
    expect(headings).toEqual([
      "contended, by keys",
      "contended, keys 1",
      "contended, keys 5",
      "What the figures show, and what they do not",
      "What was run",
      "How to read it",
      "Environment",
    ]);
    const parts = ["Throughput", "Latency", "Fairness", "Figures", "Verdicts"];
    for (const part of parts) {
      expect(await page.locator("h3", { hasText: part }).count(), part).toBe(2);
    }
    // Of each pair of drawings, the one for this width is seen.
    const seen = await page.locator("figure > svg:visible").count();
    expect(seen).toBe(await page.locator("figure:has(> svg)").count());
    expect(seen).toBeGreaterThanOrEqual(5);
    expect(await page.locator(".violation").count()).toBe(2);
    expect(await page.locator(".violation").first().textContent()).toContain("A lost update");
    // The page itself never scrolls sideways; wide tables do, within themselves.
    const overflow = await page.evaluate(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    expect(overflow).toBe(0);
    // The finding is in sight at any width, in the colour of faults, at the top and in the table.
    const findings = page.locator(".answer .bad, .finding");
    // In each of two sections: one in the answer, one in each of four tables.
    expect(await findings.count()).toBe(10);
    for (const finding of await findings.all()) {
      const place = await finding.boundingBox();
      expect(place!.x).toBeGreaterThanOrEqual(0);
      expect(place!.x + place!.width).toBeLessThanOrEqual(width);
    }
    const inks = await page.evaluate(
      "[...document.querySelectorAll('.answer .bad, .finding')].map((one) => getComputedStyle(one).color)",
    );
    expect(new Set(inks as string[])).toEqual(
      new Set([scheme === "light" ? "rgb(180, 35, 24)" : "rgb(255, 123, 114)"]),
    );
    const paper = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(paper).toBe(scheme === "light" ? "rgb(252, 252, 250)" : "rgb(20, 23, 26)");
    await page.close();
  });

  test.each(["light", "dark"] as const)(
    "loses no column on paper, and is light there (%s)",
    async (scheme) => {
      const page = await open(A4_WIDTH, scheme);
      await page.emulateMedia({ media: "print", colorScheme: scheme });
      const tables = page.locator("table");
      expect(await tables.count()).toBeGreaterThan(4);
      for (const table of await tables.all()) {
        const place = await table.boundingBox();
        expect(place!.x + place!.width).toBeLessThanOrEqual(A4_WIDTH);
      }
      const ink = await page.evaluate("getComputedStyle(document.body).color");
      expect(ink).toBe("rgb(28, 31, 35)");
      await page.close();
    },
  );

  test("says nothing on the console and asks for nothing but itself", () => {
    expect(said).toEqual([]);
    expect(new Set(asked)).toEqual(new Set([pathToFileURL(file).href]));
  });
});
