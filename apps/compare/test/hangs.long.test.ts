/** Strategies that hang, with the patience that people have: seconds. */
import { describe, test } from "vitest";
import { runCommand } from "./run-command.ts";

describe.concurrent("a strategy that hangs", () => {
  test.for(["never-answers", "never-yields"])(
    "%s is ended and called hung, and the next one runs",
    async (name, { expect }) => {
      const words = [`./strategies/${name}.ts`, "mutex", "--operations", "500", "--no-reference"];
      const { stdout, stderr, exitCode } = await runCommand(words);
      expect(exitCode).toBe(1);
      expect(stderr.trimEnd().split("\n")).toEqual([
        expect.stringMatching(new RegExp(`^compare: ${name} in custom: hung while `)),
      ]);
      expect(stdout).toMatch(new RegExp(`^${name} +no result: hung`, "m"));
      expect(stdout).toMatch(/^mutex +[\d,]+/m);
    },
  );

  test("is ended by explore, too", async ({ expect }) => {
    const words = ["./strategies/never-yields.ts", "mutex", "--scenario", "lost-update"];
    const { stdout, stderr, exitCode } = await runCommand(["explore", ...words]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/never-yields in lost-update: hung/);
    expect(stdout).toMatch(/All 4 schedules pass/);
  });
});
