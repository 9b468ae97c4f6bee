/** The newcomer's walk, and each screen's task, in Firefox: what only Chromium can do is used nowhere. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildLab } from "../src/build/build-lab.ts";
import { serveLab, type LabServer } from "../src/command/serve-lab.ts";

const firefox = ["firefox-esr", "firefox"]
  .map((name) => spawnSync("which", [name]).stdout.toString().trim())
  .find((path) => path !== "");
if (firefox === undefined) console.log("The lab is not opened in Firefox: it is not installed.");

/** A busy machine fails no test. */
const PATIENCE_MS = 200_000;

describe.skipIf(firefox === undefined)("the lab in Firefox", () => {
  let folder: string;
  let server: LabServer;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lab-firefox-"));
    await buildLab(folder);
    server = await serveLab(folder);
    browser = await launch({ browser: "firefox", executablePath: firefox! });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(hash = ""): Promise<Page> {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(server.url + hash);
    return page;
  }

  test("a newcomer loses an update, and finds who would have kept it", async () => {
    const page = await open();
    await click(page, "Let A call");
    await click(page, "Let B call");
    await click(page, "Let B go on");
    await click(page, "Let A go on");
    await show(page, "Not linearizable.");
    await click(page, "Which strategy would have kept it?");
    await click(page, "Let A call");
    await click(page, "Let B call");
    await show(page, "B waits: A holds the lock");
    await page.close();
    expect(complaints).toEqual([]);
  });

  test.each([
    ["every-order?strategy=mutex", "Show me", "None of 4 goes wrong."],
    ["who-waits?strategies=snapshot", "in turn", "No reader waits."],
    ["which-one", "Several machines", "Copy the code"],
    ["break-it?strategy=mutex", "whole", "tests of the contract fail"],
    ["yours", "Run the tests", "12 of 12 scenarios are right in every order"],
    ["race?strategies=mutex&duration=250", "Start the race", "This browser's clock steps by"],
  ])("%s: %s", async (address, button, shown) => {
    const page = await open(`#/${address}`);
    await click(page, button);
    await show(page, shown);
    await page.close();
    expect(complaints).toEqual([]);
  });
});

/** Waits until the page shows a text. */
function show(page: Page, text: string): Promise<unknown> {
  return page.locator(`::-p-text(${text})`).wait();
}

/** Clicks what shows a text, as soon as it is there. */
function click(page: Page, text: string): Promise<void> {
  return page.locator(`main ::-p-text(${text})`).click();
}
