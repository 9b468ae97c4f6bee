/**
 * What the lab promises of itself, measured on this machine in headless Chromium, and printed:
 *
 *     pnpm --filter @sync-strategies/lab bench
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  findStrategyPackages,
  loadStrategyPackages,
} from "@sync-strategies/command-kit/strategies";
import { scenarios } from "@sync-strategies/schedule-explorer";
import { median } from "@sync-strategies/statistics";
import type { Browser, Page } from "playwright-core";
import { buildLab } from "../src/build/build-lab.ts";
import { entriesOf } from "../src/build/strategy-modules.ts";
import { serveLab } from "../src/command/serve-lab.ts";
import { launchChromium } from "../test/browser/chromium.ts";

const ROUNDS = 5;

const folder = await mkdtemp(join(tmpdir(), "lab-bench-"));
try {
  await buildLab(folder);
  await using server = await serveLab(folder);
  const browser = await launchChromium();
  try {
    await measure(browser, server.url);
  } finally {
    await browser.close();
  }
} finally {
  await rm(folder, { recursive: true });
}

async function measure(browser: Browser, url: string): Promise<void> {
  console.log(`load average ${loadavg()[0]?.toFixed(1)}; medians of ${ROUNDS} rounds`);
  const views = await rounds(() => firstView(browser, url));
  console.log(
    `first view: ${median(views.map(({ kilobytes }) => kilobytes)).toFixed(1)} KB of compressed script`,
  );
  console.log(`interactive: after ${median(views.map(({ ms }) => ms)).toFixed(0)} ms`);
  const runs = await rounds(() => allExplorations(browser, url));
  const { explorations, schedules } = runs[0]!;
  console.log(
    `${explorations} explorations, ${schedules} schedules, in one worker: ` +
      `${(median(runs.map(({ ms }) => ms)) / 1000).toFixed(2)} s`,
  );
  console.log(
    `the page meanwhile: a click was answered in ${median(runs.map(({ answerMs }) => answerMs)).toFixed(0)} ms`,
  );
}

/** Interactive is when the first client's button is there, in a page whose cache is empty. */
async function firstView(browser: Browser, url: string) {
  const page = await (await browser.newContext()).newPage();
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith(".js")) sizes.push(compressedSize(join(folder, pathname)));
  });
  await page.addInitScript(`
    new MutationObserver((_, observer) => {
      const button = document.querySelector(".step-button");
      if (button === null) return;
      observer.disconnect();
      globalThis.interactiveMs = performance.now();
    }).observe(document, { childList: true, subtree: true });
  `);
  await page.goto(url);
  await page.getByRole("button", { name: "Let A call" }).waitFor();
  const ms = await page.evaluate<number>("interactiveMs");
  const bytes = await Promise.all(sizes);
  await page.context().close();
  return { ms, kilobytes: bytes.reduce((sum, size) => sum + size, 0) / 1024 };
}

async function compressedSize(path: string): Promise<number> {
  return gzipSync(await readFile(path)).length;
}

/** Asks the page's own worker for every scenario of every strategy, and clicks until it is done. */
async function allExplorations(browser: Browser, url: string) {
  const page = await browser.newPage();
  let worker = "";
  page.on("worker", (started) => (worker = started.url()));
  await page.goto(url);
  await page.getByRole("button", { name: "Let A call" }).waitFor();
  const packages = await loadStrategyPackages(await findStrategyPackages());
  const requests = entriesOf(packages).flatMap(({ id: strategy }) =>
    scenarios.map(({ id: scenario }) => ({ strategy, scenario })),
  );
  const exploring = page.evaluate<{ ms: number; schedules: number }>(`(async () => {
    const worker = new Worker(${JSON.stringify(worker)}, { type: "module" });
    let schedules = 0;
    const startMs = performance.now();
    for (const request of ${JSON.stringify(requests)}) {
      const reply = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => {
          if (data.type === "reply") resolve(data.reply);
          if (data.type === "failed") reject(new Error(data.message));
        };
        worker.postMessage({ name: "explore-all", request });
      });
      schedules += reply.schedules.length;
    }
    worker.terminate();
    return { ms: performance.now() - startMs, schedules };
  })()`);
  const end = exploring.then(() => undefined);
  const clicksMs: number[] = [];
  for (;;) {
    const answerMs = await Promise.race([end, clickMs(page)]);
    if (answerMs === undefined) break;
    clicksMs.push(answerMs);
  }
  const { ms, schedules } = await exploring;
  await page.close();
  return { ms, schedules, explorations: requests.length, answerMs: median(clicksMs) };
}

/** From the click until the page has drawn what the store did. */
function clickMs(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const schedule = document.querySelector(".schedule-now");
    const startMs = performance.now();
    new MutationObserver((_, observer) => {
      observer.disconnect();
      resolve(performance.now() - startMs);
    }).observe(schedule, { childList: true, subtree: true, characterData: true });
    const button = document.querySelector('.step-button:not([aria-disabled="true"])');
    const startOver = document.querySelector(".history-buttons button:last-child");
    (button ?? startOver).click();
  })`);
}

async function rounds<Result>(run: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let round = 0; round < ROUNDS; round += 1) results.push(await run());
  return results;
}
