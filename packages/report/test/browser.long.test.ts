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
      "What was run",
      "What the figures show, and what they do not",
      "contended, by keys",
      "contended, keys 1",
      "contended, keys 5",
      "How to read it",
      "Environment",
    ]);
    const parts = ["Throughput", "Latency", "Fairness", "What operations use", "Verdicts"];
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
    const paper = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(paper).toBe(scheme === "light" ? "rgb(252, 252, 250)" : "rgb(20, 23, 26)");
    await page.close();
  });

  test("says nothing on the console and asks for nothing but itself", () => {
    expect(said).toEqual([]);
    expect(new Set(asked)).toEqual(new Set([pathToFileURL(file).href]));
  });
});
