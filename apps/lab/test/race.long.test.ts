/** The race, and results of the command line, as their report. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultsDocument } from "@sync-strategies/faults/results";
import { madeUpDocument, violation } from "@sync-strategies/results/testing";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, useLab } from "./browser/lab-in-browser.ts";

const faults: Omit<FaultsDocument, "environment"> = {
  schemaVersion: 1,
  kind: "faults",
  interrupted: false,
  rounds: 1,
  faults: [
    {
      id: "some-fault",
      title: "Some fault",
      question: "What becomes of it?",
      doesNotShow: ["A power loss."],
      cells: [
        {
          strategy: "<b>some-lock</b>",
          expected: { verdict: "linearizable", waits: "to-the-end" },
          outcome: "not-run",
          problem: "it is missing",
          rounds: [],
        },
      ],
    },
  ],
};

/** The text of the report, once it is there. */
async function reportIn(page: Page): Promise<string> {
  const host = page.locator(".report-view");
  await host.locator("h2").first().waitFor();
  return host.evaluate<string, HTMLElement>((element) => element.shadowRoot?.textContent ?? "");
}

describe.skipIf(!hasBrowser)("the race", () => {
  const lab = useLab();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "race-test-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("is started by keys, judges every run, measures the clock, and is a report", async () => {
    const page = await lab.open("#/race?strategies=mutex,unsynchronized&duration=250");
    await page.getByRole("button", { name: "Start the race" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText(/This browser's clock steps by/).waitFor();
    expect(await page.locator(".notice").innerText()).toMatch(/steps by [\d.]+ (?:µs|ms)/);
    const bars = page.locator(".race-bar");
    expect(await bars.nth(0).innerText()).toMatch(/Mutex\s+[\d,]+ per second\s+linearizable/);
    expect(await bars.nth(1).innerText()).toMatch(/NOT linearizable, [\d,]+ updates? lost/);
    await page.getByRole("button", { name: "Show this race as a report" }).click();
    await page.getByRole("heading", { name: "This race" }).waitFor();
    expect(await reportIn(page)).toContain("The lab, in a browser.");
  });

  test("pauses where clients do, and is stopped by pointer", async () => {
    const page = await lab.open("#/race?workload=paced&duration=2000");
    await page.getByRole("button", { name: "Start the race" }).click();
    await page.locator(".race-bar.done").first().waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Start the race" }).waitFor();
    // What was measured stays.
    expect(await page.locator(".race-bar").count()).toBe(
      await page.locator(".race-bar.done").count(),
    );
  });

  test("a result of the command line is shown as its report, and scrolled within", async () => {
    const file = join(folder, "result.json");
    const document = madeUpDocument(
      {
        rows: [
          { strategy: "futex" },
          { strategy: "racy-memory", kind: "control", rounds: [{ check: violation() as never }] },
        ],
        parameters: { members: { span: "threads", count: 2 } },
      },
      { workload: "other", rows: [{ strategy: "redis-lua" }] },
    );
    await writeFile(file, JSON.stringify(document));
    const page = await lab.open("#/race");
    await page.getByLabel("A result of the command line").setInputFiles(file);
    expect(await reportIn(page)).toContain("2 threads");
    const report = page.locator(".report-view");
    expect(await report.locator(".violation").count()).toBe(1);
    expect(await report.locator("svg").first().isVisible()).toBe(true);
    await report.getByRole("link", { name: "other" }).click();
    expect(page.url()).toMatch(/#\/race$/);
  });

  test("a result of faults is shown in the words of the command", async () => {
    const file = join(folder, "faults.json");
    const { environment } = madeUpDocument({ rows: [{ strategy: "lmdb" }] });
    await writeFile(file, JSON.stringify({ ...faults, environment }));
    const page = await lab.open("#/race");
    await page.getByLabel("A result of the command line").setInputFiles(file);
    const report = await reportIn(page);
    expect(report).toContain("linearizable, waits to the end");
    expect(report).toContain("<b>some-lock</b>: it is missing");
    expect(report).toContain("0 cells of 1 as expected.");
  });

  test("a file that is no result says so", async () => {
    const file = join(folder, "no.json");
    await writeFile(file, "{}");
    const page = await lab.open("#/race");
    await page.getByLabel("A result of the command line").setInputFiles(file);
    expect(await page.getByRole("alert").innerText()).toContain("not a result of pnpm compare");
  });

  test("a file is dropped by pointer", async () => {
    const page = await lab.open("#/race");
    const text = JSON.stringify(madeUpDocument({ rows: [{ strategy: "lmdb" }] }));
    const data = await page.evaluateHandle(
      `(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(text)}], "dropped.json")); return data; })()`,
    );
    await page.locator(".result-drop").dispatchEvent("drop", { dataTransfer: data });
    expect(await reportIn(page)).toContain("lmdb");
  });
});
