import { describe, expect, test } from "vitest";
import {
  describeExploration,
  explore,
  lostUpdate,
  renderSchedule,
  replay,
  scenarios,
  threeIncrements,
  type Exploration,
} from "@sync-strategies/schedule-explorer";
import { bare, locked } from "./stores.ts";

describe("renderSchedule", () => {
  test("shows a column per client, a row per step, the state after it, and what was lost", async () => {
    const { failure } = await explore(lostUpdate, bare);
    expect(renderSchedule(failure!)).toBe(
      `
Two clients increment the same key: schedule ABBA (2 switches)

   A                            B                            x
──────────────────────────────────────────────────────────────
                                                             0
1  increment x: sees 0, awaits                               0
2                               increment x: sees 0, awaits  0
3                               goes on: makes 1, done       1
4  goes on: makes 1, done                                    1

Not linearizable. The increment of x by B is lost: A made 1 of the same 0, and x
is 1 in the end.
`.trim(),
    );
  });

  test("shows the waiting clients, and the holder of a key that cannot be read", async () => {
    expect(renderSchedule(await replay(threeIncrements, locked, "ABCABC"))).toBe(
      `
Three clients increment the same key: schedule ABCABC (5 switches)

   A                     B                      C                      x
────────────────────────────────────────────────────────────────────────────────
                                                                       0
1  increment x: sees 0,                                                held by A
   awaits
2                        increment x: waits                            held by A
3                        …                      increment x: waits     held by A
4  goes on: makes 1,     sees 1, awaits         …                      held by B
   done
5                        goes on: makes 2,      sees 2, awaits         held by C
                         done
6                                               goes on: makes 3,      3
                                                done

Passes. Nothing is wrong with this schedule.
`.trim(),
    );
  });

  test.each(scenarios)("keeps $id within 80 columns, and within 60", async (scenario) => {
    for (const strategy of [bare, locked]) {
      const { failure } = await explore(scenario, strategy);
      const report = failure ?? (await replay(scenario, strategy, ""));
      for (const width of [80, 60]) {
        const lines = renderSchedule(report, { width }).split("\n");
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
        expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
      }
    }
  });

  test("breaks no word where there is room for it, and loses none", async () => {
    const { failure } = await explore(threeIncrements, bare);
    const wide = renderSchedule(failure!, { width: 200 });
    expect(words(renderSchedule(failure!, { width: 60 }))).toEqual(words(wide));
  });
});

test.each([
  [
    { outcome: "passed", schedules: 1680, complete: true, switches: 8 },
    "All 1,680 schedules pass.",
  ],
  [{ outcome: "passed", schedules: 1, complete: true, switches: 0 }, "The only schedule passes."],
  [
    { outcome: "limited", schedules: 1000, complete: false, switches: 3 },
    "1,000 schedules of an unknown number pass, among them all with at most 3 switches.",
  ],
  [
    { outcome: "limited", schedules: 1, complete: false, switches: undefined },
    "1 schedule of an unknown number passes.",
  ],
] satisfies [Exploration, string][])("describeExploration says how much %o is", (result, text) => {
  expect(describeExploration(result)).toBe(text);
});

test("describeExploration names the schedule that fails", async () => {
  expect(describeExploration(await explore(lostUpdate, bare))).toBe(
    "Schedule ABBA fails, with 2 switches, found after 4 schedules.",
  );
});

function words(text: string): string[] {
  return text.match(/[\w:,.]+/g)!.toSorted();
}
