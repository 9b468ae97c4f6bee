import { describe, expect, test } from "vitest";
import { runCommand } from "./run-command.ts";

interface Document {
  readonly interrupted: boolean;
  readonly strategies: readonly {
    readonly strategy: string;
    readonly control: boolean;
    readonly problem: string | null;
    readonly scenarios: readonly {
      readonly scenario: string;
      readonly outcome: string;
      readonly schedules: number;
      readonly complete: boolean;
      readonly failure?: { readonly schedule: string; readonly kind: string };
    }[];
  }[];
}

async function exploreJson(...words: string[]): Promise<Document & { exitCode: number | null }> {
  const { stdout, exitCode } = await runCommand(["explore", ...words, "--format", "json"]);
  return { ...(JSON.parse(stdout) as Document), exitCode };
}

describe("explore", () => {
  test("fails the control with the smallest schedule, and passes all others", async () => {
    const { strategies, exitCode } = await exploreJson();
    expect(exitCode).toBe(0);
    for (const { strategy, control, scenarios, problem } of strategies) {
      expect(problem).toBeNull();
      if (control) {
        expect(scenarios.find(({ scenario }) => scenario === "lost-update")).toMatchObject({
          outcome: "failed",
          failure: { schedule: "ABBA", kind: "not-linearizable" },
        });
      } else {
        const outcomes = scenarios.map(({ outcome, complete }) => ({ outcome, complete }));
        expect(outcomes, strategy).toEqual(
          scenarios.map(() => ({ outcome: "passed", complete: true })),
        );
      }
    }
    expect(strategies.filter(({ control }) => control)).toHaveLength(1);
  });

  test("draws the failing schedule, with the command that replays it", async () => {
    const words = ["explore", "unsynchronized", "--scenario", "lost-update"];
    const { stdout, exitCode } = await runCommand(words);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/lost-update +ABBA fails: 2 switches/);
    expect(stdout).toMatch(/1 +increment x: sees 0, awaits +0$/m);
    const again = /Again: pnpm compare (.*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    const replayed = await runCommand(again);
    expect(replayed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(replayed.stdout).toContain("schedule ABBA (2 switches)");
    expect(replayed.stdout).toContain("Not linearizable.");
  });

  test("keeps each line within the terminal's width", async () => {
    const { stdout } = await runCommand(["explore", "unsynchronized"], { env: { COLUMNS: "80" } });
    // But for the command, which is there to be copied.
    const lines = stdout.split("\n").filter((line) => !line.includes("Again: "));
    const widest = Math.max(...lines.map((line) => line.length));
    expect(widest, stdout).toBeLessThanOrEqual(80);
  });

  test("fails a strategy that loses updates, with exit code 1", async () => {
    const file = "./strategies/loses-updates.ts";
    const { strategies, exitCode } = await exploreJson(file, "--scenario", "lost-update");
    expect(exitCode).toBe(1);
    expect(strategies[0]?.scenarios[0]?.failure?.schedule).toBe("ABBA");
  });

  test("draws schedules from a seed", async () => {
    const words = ["unsynchronized", "--scenario", "three-increments", "--random", "500", "--seed"];
    const [one, same] = [await exploreJson(...words, "5"), await exploreJson(...words, "5")];
    expect(one.strategies[0]?.scenarios[0]?.outcome).toBe("failed");
    expect(same).toEqual(one);
    const seeds = await Promise.all(["6", "7", "8"].map((seed) => exploreJson(...words, seed)));
    expect(seeds.some((other) => JSON.stringify(other) !== JSON.stringify(one))).toBe(true);
  });

  test("says that not all schedules were run when it was told to stop early", async () => {
    const words = ["mutex", "--scenario", "updater-throws", "--max-schedules", "10"];
    const { strategies, exitCode } = await exploreJson(...words);
    expect(exitCode).toBe(0);
    expect(strategies[0]?.scenarios[0]).toMatchObject({
      outcome: "limited",
      schedules: 10,
      complete: false,
    });
    const { stdout } = await runCommand(["explore", ...words]);
    expect(stdout).toContain("10 schedules of an unknown number pass");
  });

  test.each([
    ["throws-when-created", /no store today/],
    ["dies", /SIGKILL/],
  ])("%s is shown as such, in one line", async (name, says) => {
    const words = [`./strategies/${name}.ts`, "--scenario", "lost-update"];
    const result = await runCommand(["explore", ...words]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr.trimEnd().split("\n"), result.stderr).toHaveLength(1);
    expect(result.stderr).toMatch(says);
  });

  test("ends a strategy that never lets go of the processor, and goes on with the next", async () => {
    const words = ["./strategies/never-yields.ts", "mutex", "--scenario", "lost-update"];
    const result = await runCommand(["explore", ...words]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(/never-yields in lost-update: hung/);
    expect(result.stdout).toMatch(/All 4 schedules pass/);
  }, 30_000);

  test.each([
    ["an unknown scenario", ["--scenario", "lost-updat"], 'did you mean "lost-update"'],
    ["a schedule of nothing in particular", ["--schedule", "ABBA"], "one strategy"],
    ["a schedule that is none", ["mutex", "--scenario", "lost-update", "--schedule", "AXB"], "AXB"],
    [
      "a schedule that the store does not allow",
      ["mutex", "--scenario", "lost-update", "--schedule", "ABBA"],
      "B waits for another client at step 3",
    ],
    ["a seed for nothing", ["--seed", "3"], "--random"],
    ["an unknown strategy", ["mutx"], 'did you mean "mutex"'],
  ])("%s gets one line and exit code 2", async (_, words, says) => {
    const result = await runCommand(["explore", ...words]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(result.stderr).toContain(says);
  });
});
