import { describe, expect, test } from "vitest";
import type { Strategy } from "@sync-strategies/state-store";
import actor from "@sync-strategies/actor-store/strategy";
import channels from "@sync-strategies/channels/strategy";
import mutex from "@sync-strategies/mutex-store/strategy";
import unsynchronized from "@sync-strategies/unsynchronized-store/strategy";
import { explore, lostUpdate, replay, scenarios } from "@sync-strategies/schedule-explorer";

const strategies: readonly Strategy[] = [actor, channels, mutex];

describe.each(strategies)("$id", (strategy) => {
  test.each(scenarios)("passes every schedule of $id", async (scenario) => {
    const { failure, complete, schedules } = await explore(scenario, strategy);
    expect(failure).toBeUndefined();
    expect(complete).toBe(true);
    expect(schedules).toBeGreaterThan(1);
  });
});

describe("the control", () => {
  test("loses an update in the smallest schedule that can lose one, and in its replay", async () => {
    const { outcome, failure } = await explore(lostUpdate, unsynchronized);
    expect(outcome).toBe("failed");
    expect(failure).toMatchObject({ schedule: "ABBA", switches: 2, kind: "not-linearizable" });
    expect(await replay(lostUpdate, unsynchronized, "ABBA")).toEqual(failure);
  });

  test("has nothing to fear where no updater awaits", async () => {
    const scenario = scenarios.find(({ id }) => id === "reads-and-writes")!;
    expect(await explore(scenario, unsynchronized)).toMatchObject({
      outcome: "passed",
      schedules: 6,
      complete: true,
    });
  });
});
