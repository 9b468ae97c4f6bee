import { describe, expect, test } from "vitest";
import {
  checkState,
  generateStreams,
  stateIsSound,
  summarizeLatency,
  WorkloadRun,
  writtenValue,
  type RunResult,
  type GivenParameters,
  completeParameters,
} from "@sync-strategies/workload";
import { UpdateLog } from "../src/acknowledged-updates.ts";
import { MapStore, QueueStore } from "./map-store.ts";

const given: GivenParameters = {
  readers: 1,
  writers: 0,
  updaters: 3,
  keys: 1,
  pauseUs: 0,
  hold: "immediate",
  seed: 1,
};
const parameters = completeParameters(given);
const streams = generateStreams(parameters);
const value = (client: number, index: number): number =>
  writtenValue(streams[client] ?? streams[0]!, client, streams.length, index);

/** What an update of key 0 was given, and what it returned. */
type Update = readonly [before: number | undefined, after: number];

/** The result of a run in which each updater made two updates. */
function resultWith(updates: readonly Update[]): RunResult {
  const log = new UpdateLog();
  for (const [before, after] of updates) log.add(0, before, after);
  return {
    readOps: 0,
    writeOps: 0,
    updateOps: updates.length,
    elapsedMs: 1,
    inFlightAtDeadline: 0,
    perClientInFlightUs: [],
    perClientOvertaken: [],
    perClientOps: [0, 2, 2, 2],
    perClientCalls: [0, 2, 2, 2],
    perTenthOps: [],
    turnsMs: 0,
    timerLateness: summarizeLatency([]),
    acknowledgedUpdates: log.updates(),
    latency: {},
  };
}

function storeWith(final: number | undefined): MapStore {
  const store = new MapStore();
  if (final !== undefined) store.state.set(0, final);
  return store;
}

const update = (before: number | undefined, after: number): Update => [before, after];

describe("updates", () => {
  const [a, b, c, d] = [value(1, 0), value(2, 0), value(3, 0), value(1, 1)];

  test("that form one chain from the beginning to the end are all there", async () => {
    const run = resultWith([update(undefined, a), update(b, c), update(a, b)]);
    const check = await checkState(storeWith(c), parameters, streams, run);
    expect(check).toMatchObject({ acknowledgedUpdates: 3, lostUpdates: 0, contradictions: [] });
    expect(stateIsSound(check)).toBe(true);
  });

  test("off the chain are lost, each of them counted", async () => {
    // b was overwritten by d, which had seen only a; and with b went c, which built on it.
    const run = resultWith([update(undefined, a), update(a, b), update(b, c), update(a, d)]);
    const check = await checkState(storeWith(d), parameters, streams, run);
    expect(check).toMatchObject({ acknowledgedUpdates: 4, lostUpdates: 2 });
    expect(stateIsSound(check)).toBe(false);
  });

  test("beside plain writes are lost if they were given the same value", async () => {
    const mixed = { ...parameters, writers: 1 };
    const mixedStreams = generateStreams(mixed);
    const run = { ...resultWith([update(undefined, a), update(a, b), update(a, c)]) };
    const written = writtenValue(mixedStreams[1]!, 1, mixedStreams.length, 1);
    const check = await checkState(storeWith(written), mixed, mixedStreams, run);
    expect(check).toMatchObject({
      lostUpdates: 1,
      lostUpdatesIsLowerBound: true,
      contradictions: [],
    });
  });

  test("are all accounted for after a run on a store that orders them, and not on one that does not", async () => {
    expect(await lostBy(new QueueStore())).toBe(0);
    expect(await lostBy(new MapStore())).toBeGreaterThan(0);
  });
});

describe("a final value", () => {
  const run = resultWith([]);

  test("that nobody wrote is a contradiction", async () => {
    for (const invented of [value(0, 0), value(1, 2), value(1, 0) + 1, 10 ** 9]) {
      const check = await checkState(storeWith(invented), parameters, streams, run);
      expect(check.contradictions, String(invented)).toHaveLength(1);
      expect(check.contradictions[0]).toContain(`key 0 holds ${invented}`);
      expect(stateIsSound(check)).toBe(false);
    }
  });

  test("may not be missing if the key was written", async () => {
    const check = await checkState(storeWith(undefined), parameters, streams, run);
    expect(check.contradictions).toEqual(["key 0 is empty, although it was written"]);
  });

  test("may be missing if the key was not", async () => {
    const idle = { ...run, perClientCalls: [5, 0, 0, 0] };
    const check = await checkState(storeWith(undefined), parameters, streams, idle);
    expect(stateIsSound(check)).toBe(true);
  });
});

/** How many updates a store loses in a short run. Each of its operations is an update. */
async function lostBy(store: MapStore): Promise<number> {
  const updatersOnly = completeParameters({ ...given, readers: 0, writers: 0 });
  const theirStreams = generateStreams(updatersOnly);
  const run = await new WorkloadRun(store, updatersOnly, theirStreams).start({ operations: 50 });
  const check = await checkState(store, updatersOnly, theirStreams, run);
  expect(check.acknowledgedUpdates).toBeGreaterThanOrEqual(50);
  expect(check.contradictions).toEqual([]);
  return check.lostUpdates;
}
