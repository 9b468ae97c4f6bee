import mutex from "@sync-strategies/mutex-store/strategy";
import unsynchronized from "@sync-strategies/unsynchronized-store/strategy";
import {
  cacheStampede,
  everydayScenarios,
  explore,
  play,
  replay,
} from "@sync-strategies/schedule-explorer";
import { expect, test } from "vitest";

test.each(everydayScenarios)(
  "$id goes wrong without a lock, and never with one",
  async (scenario) => {
    const { failure } = await explore(scenario, unsynchronized);
    expect(failure?.kind).toBe("not-linearizable");
    expect(await explore(scenario, mutex)).toMatchObject({ outcome: "passed", complete: true });
  },
);

test("an updater that finds the state as it wants it awaits nothing", async () => {
  const { steps } = await play(cacheStampede, mutex, "AAB");
  expect(steps.map(({ seen }) => seen)).toEqual([
    { A: "load home: sees –, awaits" },
    { A: "goes on: makes 1, done" },
    { B: "load home: sees 1, makes 1, done" },
  ]);
});

test("the clients that waited find out as soon as it is their turn", async () => {
  const { schedule, kind } = await replay(cacheStampede, mutex, "ABCA");
  expect(schedule).toBe("ABCA");
  expect(kind).toBeUndefined();
});
