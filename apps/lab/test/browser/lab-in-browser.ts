/** The lab, built and served as `pnpm lab` does, in a headless browser. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { buildLab } from "../../src/build/build-lab.ts";
import { serveLab, type LabServer } from "../../src/command/serve-lab.ts";
import { chromiumCommand, chromiumPath, launchChromium } from "./chromium.ts";

export const hasBrowser = chromiumPath !== "";
if (!hasBrowser) console.log(`The lab is not opened: no ${chromiumCommand} is installed.`);

/** How long a page may take for each thing that a test awaits: a busy machine fails no test. */
const PATIENCE_MS = 200_000;

export interface OpenOptions {
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
}

export interface Lab {
  /** Opens the page at an address such as `#/every-order`. */
  open(hash?: string, options?: OpenOptions): Promise<Page>;
  /** An empty page, to be led to {@link Lab.url}. */
  blank(options?: OpenOptions): Promise<Page>;
  url(): string;
  /** The folder that was built. */
  folder(): string;
}

/** Whether the page shows a text, now or as soon as its worker has replied. */
export async function isShown(page: Page, text: string | RegExp): Promise<boolean> {
  await page.getByText(text).first().waitFor();
  return page.getByText(text).first().isVisible();
}

/** For the tests of a `describe`: built once, closed at the end, and nothing asked of other places. */
export function useLab(): Lab {
  let folder: string;
  let server: LabServer;
  let browser: Browser;
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lab-test-"));
    await buildLab(folder);
    server = await serveLab(folder);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
    // A blob is made by the page itself, and asked of no server.
    const own = [server.url, `blob:${server.url}`];
    expect(asked.filter((url) => !own.some((start) => url.startsWith(start)))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  const blank = async ({
    width = 1280,
    colorScheme = "light",
  }: OpenOptions = {}): Promise<Page> => {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme,
      // A colour on its way to another one has the contrast of neither.
      reducedMotion: "reduce",
    });
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("request", (request) => asked.push(request.url()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    return page;
  };

  return {
    blank,
    folder: () => folder,
    url: () => server.url,
    async open(hash = "", options = {}) {
      const page = await blank(options);
      await page.goto(server.url + hash);
      return page;
    },
  };
}
