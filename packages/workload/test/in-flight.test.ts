/** Operations in flight at the end: how old they are, and how they count. */
import { nextTurn } from "@sync-strategies/event-loop";
import { describe, expect, test, vi } from "vitest";
import {
  completeParameters,
  generateStreams,
  WorkloadRun,
  type RunResult,
} from "@sync-strategies/workload";
import {
  InFlightWatch,
  sampleOfAges,
  type Caller,
  type OperationInFlight,
} from "../src/in-flight.ts";
import { summarizeLatency } from "../src/latency.ts";
import { MapStore } from "./map-store.ts";

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

function caller(calls: number, counted: number): Mutable<Caller> {
  return { calls, counted, unknown: 0, timedCall: 0, timedAt: 0, timedCompleted: 0 };
}

function aged(ageMs: number): OperationInFlight {
  return { ageMs, overtaken: 0 };
}

describe("the ages of operations in flight", () => {
  test("are exact for timed calls, and at least the time since a look that saw the same call", () => {
    const [timed, seen, justCalled, resting] = [
      caller(7, 6),
      caller(3, 2),
      caller(3, 2),
      caller(4, 4),
    ];
    const watch = new InFlightWatch([timed, seen, justCalled, resting]);
    watch.look(10, 100);
    Object.assign(timed, { timedCall: 7, timedAt: 8, timedCompleted: 90 });
    Object.assign(justCalled, { calls: 5, counted: 4 });
    expect(watch.operations(30, 150)).toEqual([
      { ageMs: 22, overtaken: 60 },
      { ageMs: 20, overtaken: 50 },
      { ageMs: 0, overtaken: 0 },
      undefined,
    ]);
    watch.look(40, 170);
    expect(watch.operations(50, 180)).toEqual([
      { ageMs: 42, overtaken: 90 },
      { ageMs: 40, overtaken: 80 },
      { ageMs: 10, overtaken: 10 },
      undefined,
    ]);
  });

  test("of many clients are looked at less often, so that looking stays cheap", () => {
    const callers = Array.from({ length: 10_000 }, () => caller(1, 0));
    const watch = new InFlightWatch(callers);
    watch.look(0, 0);
    for (const one of callers) one.calls = 2;
    watch.look(49, 1);
    expect(watch.operations(60, 3)[0]?.ageMs).toBe(0);
    watch.look(50, 2);
    expect(watch.operations(60, 3)[0]?.ageMs).toBe(10);
  });

  test("count as latencies in the proportion in which completed operations were timed", () => {
    const ages = Array.from({ length: 100 }, (_, index) =>
      index % 2 === 0 ? aged(index) : undefined,
    );
    expect(sampleOfAges(ages, 1).samples).toBe(50);
    // One in 16 of 50, from the oldest on.
    expect([...sampleOfAges(ages, 16).keptMs]).toEqual([98, 66, 34, 2]);
    expect([...sampleOfAges([undefined, aged(5), undefined], 16).keptMs]).toEqual([5]);
    expect(sampleOfAges([undefined], 16).samples).toBe(0);
  });

  test("are lower bounds where a percentile is one of them", () => {
    const completed = sampleOfAges(
      Array.from({ length: 100 }, () => aged(1)),
      1,
    );
    const waiting = sampleOfAges(
      Array.from({ length: 100 }, () => aged(900)),
      1,
    );
    expect(summarizeLatency([completed], [waiting])).toMatchObject({
      samples: 200,
      inFlight: 100,
      p50Us: 1000,
      p90Us: 900_000,
      // Two samples lie above, too few for a figure; but it is no less than the one before.
      p99Us: 900_000,
      maxUs: 900_000,
      lowerBounds: ["p90Us", "p99Us", "p999Us", "maxUs"],
    });
    expect(summarizeLatency([completed])).not.toHaveProperty("lowerBounds");
  });
});

/** Serves writes at once, and of reads only the first few, until it is released. */
class StarvingStore extends MapStore {
  readonly #served: number;
  #release: () => void = () => {};
  readonly #released = new Promise<void>((resolve) => (this.#release = resolve));

  constructor(served: number) {
    super();
    this.#served = served;
  }

  override async read(key: number): Promise<number | undefined> {
    const value = super.read(key);
    if (this.reads > this.#served) await this.#released;
    return value;
  }

  release(): void {
    this.#release();
  }
}

/** Four readers and two writers, until this number of operations; each look at the clock takes 1 ms. */
async function runStarving(
  store: StarvingStore,
  operations: number,
  more: { readonly pauseUs?: number; readonly ratePerSecond?: number } = {},
): Promise<RunResult> {
  const parameters = completeParameters({
    readers: 4,
    writers: 2,
    updaters: 0,
    keys: 3,
    pauseUs: 0,
    hold: 0,
    seed: 1,
    ...more,
  });
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => ++now);
  const run = new WorkloadRun(store, parameters, generateStreams(parameters));
  const result = run.start({ operations });
  while (run.completedOps < operations) await nextTurn();
  clock.mockRestore();
  store.release();
  return result;
}

describe("a run in which a store starves its readers", () => {
  test("counts their operations with their age, in latencies and one by one", async () => {
    const { readOps, perClientOps, perClientInFlightUs, inFlightAtDeadline, latency, elapsedMs } =
      await runStarving(new StarvingStore(4), 4000);
    expect(readOps).toBe(4);
    expect(perClientOps.slice(0, 4)).toEqual([1, 1, 1, 1]);
    expect(inFlightAtDeadline).toBe(perClientInFlightUs.filter((age) => age !== null).length);
    for (const age of perClientInFlightUs.slice(0, 4)) {
      expect(age).toBeGreaterThan(0);
      expect(age).toBeLessThanOrEqual(elapsedMs * 1000);
    }
    const oldest = Math.max(...perClientInFlightUs.map((age) => age ?? 0));
    expect(latency.read).toMatchObject({ inFlight: 1, maxUs: oldest, lowerBounds: ["maxUs"] });
    expect(latency.all?.maxUs).toBe(oldest);
  });

  test("finds a single one that is starved", async () => {
    const { perClientOps, perClientInFlightUs, elapsedMs } = await runStarving(
      new StarvingStore(0),
      1000,
    );
    expect(perClientOps[0]).toBe(0);
    expect(perClientInFlightUs[0]).toBeGreaterThan(900 * elapsedMs);
  });

  test("counts them in an open loop, too, by the oldest of each client", async () => {
    const { perClientInFlightUs, perClientOvertaken, inFlightAtDeadline, elapsedMs } =
      await runStarving(new StarvingStore(0), 40, { ratePerSecond: 1000 });
    expect(inFlightAtDeadline).toBeGreaterThan(4);
    for (const age of perClientInFlightUs.slice(0, 4)) {
      expect(age).toBeGreaterThan(0);
      expect(age).toBeLessThanOrEqual(elapsedMs * 1000);
    }
    expect(perClientInFlightUs.slice(4)).toEqual([null, null]);
    // The writes that came later on the same key have overtaken them.
    expect(perClientOvertaken.slice(4)).toEqual([null, null]);
    expect(Math.max(...perClientOvertaken.map((count) => count ?? 0))).toBeGreaterThan(5);
  });
});
