/** The reader's own strategy: what it shows, and that nothing in it can take the page along. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { templateSource } from "../src/build/template-module.ts";
import { packCode } from "../src/yours/code-in-link.ts";
import { hasBrowser, useLab } from "./browser/lab-in-browser.ts";

const READ = "  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {\n";

/** The template with one change. */
function changed(from: string, to: string): string {
  const code = templateSource().replace(from, () => to);
  if (code === templateSource()) throw new Error(`The template has no ${from}`);
  return code;
}

const run = (page: Page): Promise<void> =>
  page.getByRole("button", { name: "Run the tests" }).click();

/** That the page still answers. */
async function expectAlive(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Back to the template" }).click();
  await page.waitForURL(/#\/yours$/);
  expect(await page.locator("h1").innerText()).toBe("Yours");
}

describe.skipIf(!hasBrowser)("yours", () => {
  const lab = useLab();

  async function openWith(code: string): Promise<Page> {
    const page = await lab.open(`#/yours?code=${await packCode(code)}`);
    await page.getByText("This code came with the link.").waitFor();
    return page;
  }

  test("the template passes every test and is right in every order", async () => {
    const page = await lab.open("#/yours");
    await run(page);
    await page.getByText("12 of 12 scenarios are right in every order").waitFor();
    const said = await page.locator(".yours-said").innerText();
    const [, passed, of] = /✓ (\d+) of (\d+) tests/.exec(said) ?? [];
    expect(Number(passed)).toBeGreaterThan(100);
    expect(passed).toBe(of);
  });

  test("an edit by keys is run by keys, fails, and is in the address", async () => {
    const page = await lab.open("#/yours");
    const editor = page.getByRole("textbox", { name: "The strategy's code" });
    await editor.focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("throw new Error('mine');");
    await page.waitForURL(/code=/);
    await page.keyboard.press("Control+Enter");
    await page.getByText("Error: mine").first().waitFor();
    await page.getByRole("button", { name: "Go to line 1" }).waitFor();
    expect(await page.locator(".code-editor .cm-fault").innerText()).toContain("mine");
    await page.reload();
    // The address is unpacked after the editor has opened with the template.
    await page.getByText("This code came with the link.").waitFor();
    const firstLine = page.locator(".code-editor .cm-line").first();
    await firstLine.filter({ hasText: "mine" }).waitFor();
    // And out of the editor again, as everywhere.
    await editor.focus();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Run the tests");
  });

  test("a lock that is not acquired fails, with the smallest schedule", async () => {
    const page = await openWith(
      changed("    await this.#acquire(options?.signal);\n    try {", "    await 0;\n    try {"),
    );
    await run(page);
    await page.getByRole("region", { name: "The smallest schedule that fails" }).waitFor();
    await page.getByText("The increment of x by B is lost").first().waitFor();
    await page.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
    expect(await page.locator(".yours-failed summary").count()).toBeGreaterThan(0);
    await expectAlive(page);
  });

  test("what cannot be parsed is shown at its line", async () => {
    const page = await openWith(changed("new Map<Key, Value>();", "new Map<Key, Value>(;"));
    await run(page);
    await page.getByRole("alert").getByText("Unexpected token").waitFor();
    const line =
      1 +
      templateSource()
        .split("\n")
        .findIndex((text) => text.includes("#state = new"));
    await page.getByRole("button", { name: `Go to line ${line}` }).click();
    expect(await page.locator(".code-editor .cm-fault").innerText()).toContain("Unexpected token");
    expect(await page.locator(".code-editor .cm-activeLine").innerText()).toContain("#state");
  });

  test.each([
    ["in an operation", changed(READ, `${READ}    for (;;);\n`), /Test \d+ of \d+, "/],
    ["at the top", `for (;;);\n${templateSource()}`, /Loading the code/],
    ["of promises", changed(READ, `${READ}    for (;;) await undefined;\n`), /Test \d+ of \d+, "/],
  ])("an endless loop %s is ended, and the page lives", async (_, code, where) => {
    const page = await openWith(code);
    await run(page);
    const alert = page.getByRole("alert");
    await alert.getByText(where).waitFor();
    expect(await alert.innerText()).toContain("An endless loop? Its worker was ended.");
    await expectAlive(page);
  });

  test("a store whose reads never settle is tried to the end", async () => {
    const page = await openWith(changed(READ, `${READ}    await new Promise(() => {});\n`));
    await run(page);
    await page.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
    const said = await page.locator(".yours-said").innerText();
    expect(said).toMatch(/^✗ \d+ of \d+ tests of the contract pass, \d+ of 12 scenarios/);
    await page.getByText("Stuck: nothing happened for 50 ms").last().waitFor({ state: "attached" });
    await expectAlive(page);
  });

  test("what fills the memory is ended, and the page lives", async () => {
    const page = await openWith(
      changed(
        READ,
        `${READ}    const all: number[][] = [];\n    for (;;) all.push(new Array(1_000_000).fill(1));\n`,
      ),
    );
    await run(page);
    const ended = page.getByRole("alert").getByText("Its worker was ended.");
    expect(await ended.innerText()).toContain("more than 300 MB of memory");
    await expectAlive(page);
  });

  test("a damaged link says so, and leaves the template", async () => {
    const packed = await packCode(templateSource());
    const page = await lab.open(`#/yours?code=${packed.slice(0, 200)}`);
    await page.getByRole("alert").getByText("The code in this link is damaged").waitFor();
    await run(page);
    await page.getByRole("button", { name: "Stop" }).click();
    expect(await page.getByText("You stopped it.").innerText()).toContain("Ended.");
  });
});
