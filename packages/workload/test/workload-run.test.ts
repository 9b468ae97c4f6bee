import { describe, expect, test, vi } from "vitest";
import {
  generateStreams,
  OperationFailedError,
  WorkloadRun,
  type RunLength,
  type RunResult,
  type GivenParameters,
  completeParameters,
} from "@sync-strategies/workload";
import { MapStore, QueueStore } from "./map-store.ts";

const given: GivenParameters = {
  readers: 4,
  writers: 2,
  updaters: 2,
  keys: 3,
  pauseUs: 0,
  hold: "microtask",
  seed: 1,
};

function run(
  store: MapStore,
  changed: Partial<GivenParameters> = {},
  runLength: number | RunLength = { operations: 10_000 },
): { run: WorkloadRun; result: Promise<RunResult> } {
  const all = completeParameters({ ...given, ...changed });
  const workload = new WorkloadRun(store, all, generateStreams(all));
  return { run: workload, result: workload.start(runLength) };
}

describe("a run", () => {
  test("counts each operation once, by kind and by client", async () => {
    const { run: workload, result } = run(new QueueStore());
    const counted = await result;
    const { readOps, writeOps, updateOps, perClientOps, perClientCalls } = counted;
    expect(sum(perClientOps)).toBe(readOps + writeOps + updateOps);
    expect(sum(perClientOps.slice(0, 4))).toBe(readOps);
    expect(sum(perClientOps.slice(4, 6))).toBe(writeOps);
    expect(sum(perClientOps.slice(6))).toBe(updateOps);
    expect(Math.min(readOps, writeOps, updateOps)).toBeGreaterThan(0);
    expect(sum(perClientOps) + counted.inFlightAtDeadline).toBe(workload.completedOps);
    expect(sum(perClientCalls)).toBe(workload.completedOps);
  });

  test("ends at its deadline where nothing but microtasks runs, and lets timers fire meanwhile", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    // The clock goes on with each look at it, and reaches the deadline once a timer has fired, or
    // after many turns of the event loop without one.
    let now = 0;
    const clock = vi
      .spyOn(performance, "now")
      .mockImplementation(() => (now += ticks > 0 ? 1000 : 0.05));
    const { elapsedMs } = await run(new MapStore(), { updaters: 0 }, 1000).result;
    clock.mockRestore();
    clearInterval(timer);
    expect(elapsedMs).toBeGreaterThanOrEqual(1000);
    expect(ticks).toBeGreaterThan(0);
  });

  test.each([
    ["fast", {}, 5000],
    ["fewer than its clients", {}, 3],
    ["held by a timer", { hold: 1000, readers: 0, writers: 0 }, 7],
    ["paced", { pauseUs: 1000 }, 50],
  ] as const)("ends with a number of operations: %s", async (_, changed, operations) => {
    const { run: workload, result } = run(new QueueStore(), changed, { operations });
    const { readOps, writeOps, updateOps, inFlightAtDeadline, perTenthOps } = await result;
    expect(readOps + writeOps + updateOps).toBe(operations);
    expect(sum(perTenthOps)).toBe(operations);
    expect(workload.completedOps).toBe(operations + inFlightAtDeadline);
  });

  test("refuses a run length that is none", async () => {
    await expect(run(new MapStore(), {}, { operations: 0 }).result).rejects.toThrow("operations");
    await expect(run(new MapStore(), {}, Number.NaN).result).rejects.toThrow("duration");
  });

  test("tells what it did in each tenth of its time", async () => {
    const { readOps, writeOps, updateOps, perTenthOps } = await run(new QueueStore()).result;
    expect(perTenthOps).toHaveLength(10);
    expect(sum(perTenthOps)).toBe(readOps + writeOps + updateOps);
  });

  test("pauses by timers that cannot be started anew, as a browser's cannot", async () => {
    const { setTimeout } = globalThis;
    const timers = vi
      .spyOn(globalThis, "setTimeout")
      .mockImplementation(((callback: () => void, ms: number) =>
        Number(setTimeout(callback, ms))) as unknown as typeof setTimeout);
    const { perClientOps } = await run(new MapStore(), { pauseUs: 1000 }, { operations: 100 })
      .result;
    timers.mockRestore();
    expect(Math.min(...perClientOps)).toBeGreaterThan(1);
  });

  test("does not wait for clients that pause", async () => {
    // They would pause for ten minutes.
    const { readOps } = await run(new MapStore(), { pauseUs: 600_000_000 }, 20).result;
    expect(readOps).toBe(4);
  });

  test.each(["microtask", "immediate", 1000] as const)("holds the state: %s", async (hold) => {
    const { updateOps, acknowledgedUpdates, inFlightAtDeadline } = await run(
      new QueueStore(),
      { hold, readers: 0, writers: 0 },
      { operations: 20 },
    ).result;
    expect(updateOps).toBe(20);
    expect(acknowledgedUpdates.keys.length).toBe(updateOps + inFlightAtDeadline);
  });

  test("times each kind of operation", async () => {
    const { latency } = await run(new QueueStore()).result;
    expect(Object.keys(latency).toSorted()).toEqual(["all", "read", "update", "write"]);
    const kinds = ["read", "write", "update"] as const;
    expect(sum(kinds.map((kind) => latency[kind]?.samples ?? 0))).toBe(latency.all?.samples);
  });
});

describe("a store that fails", () => {
  class RejectingStore extends MapStore {
    override write(): Promise<void> {
      return Promise.reject(new RangeError("no room"));
    }
  }
  class ThrowingStore extends MapStore {
    override read(): Promise<number | undefined> {
      throw new RangeError("no reading");
    }
  }
  class LyingStore extends MapStore {
    override async update(): Promise<number> {
      return Promise.resolve(-1);
    }
  }
  /** Fails one client and keeps all the others waiting for ever. */
  class StuckStore extends RejectingStore {
    override read(): Promise<number | undefined> {
      return new Promise(() => {});
    }
  }

  test.each([
    ["write", new RejectingStore(), "no room"],
    ["read", new ThrowingStore(), "no reading"],
    ["update", new LyingStore(), "-1"],
    ["write", new StuckStore(), "no room"],
  ] as const)(
    "ends the run at once and names the operation: %s",
    async (operation, store, text) => {
      const error: unknown = await run(store, {}, 60_000).result.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(OperationFailedError);
      expect(error).toMatchObject({ code: "OPERATION_FAILED", operation });
      expect((error as Error).message).toContain(text);
    },
  );
});

test("a run that fails leaves no timer behind", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  try {
    const store = new MapStore();
    store.read = () => Promise.reject(new RangeError("no reading"));
    await expect(run(store, {}, 60_000).result).rejects.toThrow("no reading");
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
