/** `explore`: what its processes find, and what is printed of it. */
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import type { StrategySource } from "@sync-strategies/command-kit/strategies";
import type { ExplorationMessage } from "../src/explore/exploration.ts";
import type * as RunExploration from "../src/explore/run-exploration.ts";
import { runCommand } from "./run-command.ts";

interface Document {
  readonly strategies: readonly {
    readonly strategy: string;
    readonly control: boolean;
    readonly problem: string | null;
    readonly unexplored: readonly { readonly scenario: string; readonly reason: string }[];
    readonly scenarios: readonly {
      readonly scenario: string;
      readonly outcome: string;
      readonly complete: boolean;
      readonly failure?: { readonly schedule: string; readonly kind: string };
    }[];
  }[];
}

/** Compiled, since the child process is. */
const compiled = new URL("../dist/explore/run-exploration.js", import.meta.url).href;
const { runExploration } = (await import(compiled)) as typeof RunExploration;

/** A strategy of the repository, or one of the tests' own that are plain JavaScript. */
function source(id: string, file: string): StrategySource {
  return {
    id,
    title: id,
    summary: "",
    traits: {
      access: "lock-holder",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      control: false,
    },
    moduleUrl: new URL(file, import.meta.url).href,
    origin: fileURLToPath(new URL(file, import.meta.url)),
  };
}

const lostUpdate = {
  scenarioIds: ["lost-update"],
  schedule: undefined,
  random: undefined,
  maximumSchedules: undefined,
};

describe.concurrent("explore", () => {
  test("says what each scenario asks", async ({ expect }) => {
    const words = ["explore", "mutex", "--scenario", "lost-update,two-keys"];
    const { stdout } = await runCommand(words);
    expect(stdout).toMatch(
      /^lost-update {2}Can an increment get lost while its updater awaits\?$/m,
    );
    expect(stdout).toMatch(/^two-keys {5}Can clients that need two keys/m);
  });

  test("says so if a schedule ends before the run does", async ({ expect }) => {
    const replay = ["explore", "unsynchronized", "--scenario", "lost-update", "--schedule"];
    const [short, whole] = await Promise.all([
      runCommand([...replay, "A"]),
      runCommand([...replay, "ABBA"]),
    ]);
    expect(short.stderr).toMatch(/^compare: A ends after 1 step, the run went on as A[AB]+\n$/);
    expect(whole.stderr).toBe("");
  });

  test("fails the control with the smallest schedule, and passes all others", async ({
    expect,
  }) => {
    const { stdout, exitCode } = await runCommand(["explore", "--format", "json"]);
    const { strategies } = JSON.parse(stdout) as Document;
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

  test("draws the failing schedule, with the command that replays it", async ({ expect }) => {
    const words = ["explore", "unsynchronized", "--scenario", "lost-update"];
    const { stdout, exitCode } = await runCommand(words, { env: { COLUMNS: "80" } });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/lost-update +ABBA fails: 2 switches/);
    expect(stdout).toMatch(/1 +increment x: sees 0, awaits +0$/m);
    // But for the command, which is there to be copied.
    const lines = stdout.split("\n").filter((line) => !line.includes("Again: "));
    expect(Math.max(...lines.map((line) => line.length)), stdout).toBeLessThanOrEqual(80);
    const again = /Again: pnpm compare (.*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    const replayed = await runCommand(again);
    expect(replayed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(replayed.stdout).toContain("schedule ABBA (2 switches)");
    expect(replayed.stdout).toContain("Not linearizable.");
  });

  test("exits with 1 for strategies that fail, throw or die, and goes on with the next", async ({
    expect,
  }) => {
    const files = ["loses-updates", "throws-when-created", "dies"];
    const { stdout, stderr, exitCode } = await runCommand([
      "explore",
      ...files.map((name) => `./strategies/${name}.ts`),
      "mutex",
      "--scenario",
      "lost-update",
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/lost-update +ABBA fails/);
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/throws-when-created in lost-update: .*no store today/),
      expect.stringMatching(/dies in lost-update: .*SIGKILL/),
    ]);
    expect(stdout).toMatch(/All 4 schedules pass/);
  });

  test("ends with 3 for a sound store that waits for a timer, and has no schedule to repeat", async ({
    expect,
  }) => {
    const words = ["explore", "./strategies/waits-for-a-timer.ts"];
    const [table, json] = await Promise.all([
      runCommand(words),
      runCommand([...words, "--format", "json"]),
    ]);
    expect(table.exitCode).toBe(3);
    const lines = table.stdout.split("\n").filter((line) => /^ {2}\S/.test(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/ could not be explored: .* waits for a timer/);
    expect(table.stdout).not.toMatch(/--schedule *$|Again:/m);
    expect(json.exitCode).toBe(3);
    const [explored] = (JSON.parse(json.stdout) as Document).strategies;
    expect(explored).toMatchObject({ scenarios: [], replayed: null, problem: null });
    expect(explored?.unexplored).toHaveLength(lines.length);
  });

  test("names no empty schedule for a store that fails before its first step", async ({
    expect,
  }) => {
    const words = ["explore", "./strategies/never-begins.ts", "--scenario", "lost-update"];
    const { stdout, exitCode } = await runCommand(words);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/lost-update +fails before the first step\.$/m);
    expect(stdout).toMatch(/Again: pnpm compare explore \S+ --scenario lost-update$/m);
  });

  test("says what createStore returned if that is no store", async ({ expect }) => {
    const { stdout, exitCode } = await runCommand(["explore", "./strategies/makes-nothing.mjs"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/not be explored: createStore returned undefined, not a store$/m);
  });

  test("says that not all schedules were run when it was asked to stop early", async ({
    expect,
  }) => {
    const words = ["mutex", "--scenario", "updater-throws", "--max-schedules", "10"];
    const { stdout, exitCode } = await runCommand(["explore", ...words]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("10 schedules of an unknown number pass");
  });
});

describe.concurrent("the process that explores", () => {
  const mutex = source("mutex", "../../../packages/mutex-store/dist/strategy.js");

  test("is ended where the strategy never lets go of the processor", async ({ expect }) => {
    const never = source("never-yields", "strategies/never-yields.mjs");
    const brokenOff = await runExploration(never, lostUpdate, () => {}, 1000);
    expect(brokenOff).toMatchObject({ status: "hung", scenario: "lost-update" });
    expect(brokenOff?.reason).toBe("hung: it never lets go of the processor (waited 1 s)");
  });

  test.for([
    ["that is none", "AXB", /AXB/],
    ["that the store does not allow", "ABBA", /B waits for another client at step 3/],
  ] as const)("refuses a schedule %s", async ([, schedule, says], { expect }) => {
    const messages: ExplorationMessage[] = [];
    await runExploration(mutex, { ...lostUpdate, schedule }, (message) => messages.push(message));
    expect(messages).toEqual([{ type: "refused", message: expect.stringMatching(says) }]);
  });

  test("draws the same schedules from the same seed", async ({ expect }) => {
    const control = source(
      "unsynchronized",
      "../../../packages/unsynchronized-store/dist/strategy.js",
    );
    const explore = async (seed: number): Promise<ExplorationMessage[]> => {
      const messages: ExplorationMessage[] = [];
      const request = {
        ...lostUpdate,
        scenarioIds: ["three-increments"],
        random: { seed, schedules: 500 },
      };
      await runExploration(control, request, (message) => {
        if (message.type !== "progress") messages.push(message);
      });
      return messages;
    };
    const [one, same, ...others] = await Promise.all([5, 5, 6, 7, 8].map(explore));
    expect(one).toMatchObject([{ type: "explored", result: { outcome: "failed" } }]);
    expect(same).toEqual(one);
    expect(others.some((other) => JSON.stringify(other) !== JSON.stringify(one))).toBe(true);
  });
});
