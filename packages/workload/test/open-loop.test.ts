import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  checkState,
  digestWorkload,
  GAP_UNITS,
  generateArrivals,
  generateStreams,
  stateIsSound,
  WorkloadRun,
  type Arrivals,
  type OperationRecorder,
  type RunResult,
  type GivenParameters,
  completeParameters,
} from "@sync-strategies/workload";
import { MapStore, QueueStore } from "./map-store.ts";

// Turns that a test's fake clock controls, as it controls the timers.
vi.mock("@sync-strategies/event-loop", () => ({
  inNextTurn: (callback: () => void) => void setImmediate(callback),
  nextTurn: () => new Promise<void>((resolve) => setImmediate(resolve)),
}));

const given: GivenParameters = {
  readers: 6,
  writers: 3,
  updaters: 1,
  keys: 5,
  pauseUs: 0,
  hold: "microtask",
  ratePerSecond: 1000,
  seed: 1,
};
const parameters = completeParameters(given);
const { clients, gaps } = generateArrivals(parameters);

describe("arrivals", () => {
  test("are the same for the same seed, others for another, and no different for the streams", () => {
    expect(generateArrivals({ ...parameters, keys: 9 })).toEqual({ clients, gaps });
    expect(generateArrivals({ ...parameters, seed: 2 })).not.toEqual({ clients, gaps });
    const { ratePerSecond: _, ...rest } = given;
    const closed = completeParameters(rest);
    expect(generateStreams(parameters)).toEqual(generateStreams(closed));
    expect(generateArrivals(closed).gaps).toHaveLength(0);
  });

  test("at a higher rate are the same ones, faster", () => {
    expect(generateArrivals({ ...parameters, ratePerSecond: 5 })).toEqual({ clients, gaps });
  });

  test("are a Poisson process: gaps are exponential, and so are they one after the other", () => {
    // Gaps that are equally likely to fall in each of twenty parts, and so are their successors.
    const parts = 20;
    const partOf = (gap: number): number =>
      Math.min(parts - 1, Math.floor((1 - Math.exp(-gap / GAP_UNITS)) * parts));
    const counts = new Float64Array(parts);
    const pairs = new Float64Array(parts * parts);
    gaps.forEach((gap, index) => {
      const part = partOf(gap);
      counts[part] = (counts[part] ?? 0) + 1;
      const pair = part * parts + partOf(gaps[(index + 1) % gaps.length] ?? 0);
      pairs[pair] = (pairs[pair] ?? 0) + 1;
    });
    expect(distance(counts)).toBeLessThan(4);
    expect(distance(pairs)).toBeLessThan(4);
    const mean = sum([...gaps]) / gaps.length / GAP_UNITS;
    expect(Math.abs(mean - 1)).toBeLessThan(4 / Math.sqrt(gaps.length));
  });

  test("are each client's alike, so that kinds mix as roles do", () => {
    const counts = new Float64Array(10);
    for (const client of clients) counts[client] = (counts[client] ?? 0) + 1;
    expect(distance(counts)).toBeLessThan(4);
  });

  test("are part of the digest", async () => {
    const streams = generateStreams(parameters);
    const digest = await digestWorkload(parameters, streams);
    expect(await digestWorkload(parameters, streams, { clients, gaps })).toBe(digest);
    for (const changed of [
      { clients, gaps: gaps.with(3, (gaps[3] ?? 0) + 1) },
      { clients: clients.with(3, ((clients[3] ?? 0) + 1) % 10), gaps },
    ]) {
      expect(await digestWorkload(parameters, streams, changed)).not.toBe(digest);
    }
  });
});

/** Tells of every operation as it is called, and how often a slot was taken that another held. */
class SlotRecorder implements OperationRecorder {
  readonly called: string[] = [];
  readonly slots = new Set<number>();
  conflicts = 0;
  readonly #open = new Map<number, number>();
  #call(slot: number, operation: string): number {
    if ([...this.#open.values()].includes(slot)) this.conflicts++;
    this.slots.add(slot);
    this.#open.set(this.called.length, slot);
    return this.called.push(operation) - 1;
  }
  callRead = (slot: number, key: number): number => this.#call(slot, `read ${key}`);
  callWrite = (slot: number, key: number, value: number): number =>
    this.#call(slot, `write ${key} ${value}`);
  callUpdate = (slot: number, key: number): number => this.#call(slot, `update ${key}`);
  updating = (): void => {};
  returnRead = (operation: number): void => void this.#open.delete(operation);
  returnWrite = (operation: number): void => void this.#open.delete(operation);
  returnUpdate = (operation: number): void => void this.#open.delete(operation);
}

/** Reads resolve after some time. Which one, counted from 0, takes how long? */
class SlowReads extends QueueStore {
  readonly #durationMs: (read: number) => number;
  constructor(durationMs: (read: number) => number) {
    super();
    this.#durationMs = durationMs;
  }
  override async read(key: number): Promise<number | undefined> {
    const durationMs = this.#durationMs(this.reads);
    const value = super.read(key);
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    return value;
  }
}

async function run(
  store: MapStore,
  changed: Partial<GivenParameters>,
  runLength: number | { operations: number },
  { recorder, arrivals }: { recorder?: OperationRecorder; arrivals?: Arrivals } = {},
): Promise<RunResult> {
  const all = completeParameters({ ...given, ...changed });
  const streams = generateStreams(all);
  const result = new WorkloadRun(store, all, streams, { recorder, arrivals }).start(runLength);
  await vi.runAllTimersAsync();
  // The state is read from a store that is not slow, since the clock stands still now.
  const drained = new MapStore();
  for (const [key, value] of store.state) drained.state.set(key, value);
  const state = await checkState(drained, all, streams, await result);
  expect(stateIsSound(state)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  return result;
}

/** One reader's operations, this many milliseconds apart. */
const every = (milliseconds: number): { arrivals: Arrivals } => ({
  arrivals: {
    gaps: new Int32Array(1000).fill(milliseconds * GAP_UNITS),
    clients: new Int32Array(1000),
  },
});
const oneReader = { readers: 1, writers: 0, updaters: 0 };

describe("an open loop", () => {
  // The clock stands still but for what a test lets pass: a turn of the event loop takes 1 ms.
  beforeEach(() =>
    vi.useFakeTimers({
      toFake: [
        ...(["setTimeout", "clearTimeout", "setInterval", "clearInterval"] as const),
        ...(["setImmediate", "clearImmediate", "performance"] as const),
      ],
    }),
  );
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  test("calls the same operations in the same order, however slow the store", async () => {
    const quick = new SlotRecorder();
    const slow = new SlotRecorder();
    const first = await run(new QueueStore(), {}, 500, { recorder: quick });
    const second = await run(new SlowReads(() => 40), {}, 500, { recorder: slow });
    expect(slow.called).toEqual(quick.called);
    expect(slow.slots.size).toBeGreaterThan(20);
    expect(slow.conflicts + quick.conflicts).toBe(0);
    expect(second.openLoop?.arrivals).toBe(first.openLoop?.arrivals);
    expect(second.perClientCalls).toEqual(first.perClientCalls);
  });

  test("releases just what arrives before the deadline", async () => {
    const { openLoop, perClientCalls } = await run(new QueueStore(), {}, 500);
    let elapsedMs = 0;
    const expected = gaps.findIndex((gap) => (elapsedMs += gap / GAP_UNITS) >= 500);
    expect(openLoop).toMatchObject({ arrivals: expected, dropped: 0 });
    expect(sum(perClientCalls)).toBe(expected);
    const counts = Array<number>(10).fill(0);
    for (const client of clients.subarray(0, expected)) counts[client] = (counts[client] ?? 0) + 1;
    expect(perClientCalls).toEqual(counts);
  });

  test("starts its arrivals over when they are used up", async () => {
    const { openLoop } = await run(new MapStore(), oneReader, 2500.5, every(1));
    expect(openLoop?.arrivals).toBe(2500);
  });

  test("counts latency from the intended start: one stall makes all wait that came meanwhile", async () => {
    // All that is read in the first 100 ms has to wait for their end; what comes later does not.
    const startedAt = performance.now();
    const store = new SlowReads(() => Math.max(0, startedAt + 100 - performance.now()));
    const { latency } = await run(store, { ...oneReader, maximumInFlight: 200 }, 200, every(1));
    const { samples = 0, maxUs = 0, p50Us = 0 } = latency.read ?? {};
    expect(samples).toBe(199);
    expect(maxUs).toBeGreaterThanOrEqual(98_000);
    expect(maxUs).toBeLessThanOrEqual(101_000);
    expect(p50Us).toBeLessThanOrEqual(5_000);
    // A closed loop's client would have waited once, and would have known of nothing else.
    const waited = latency.read?.distribution?.filter(([upperUs]) => upperUs > 10_000) ?? [];
    expect(sum(waited.map(([, count]) => count))).toBeGreaterThan(85);
  });

  test("counts a stall of the event loop, too, and says that it was late", async () => {
    class BlockingStore extends MapStore {
      override read(key: number): Promise<number | undefined> {
        if (this.reads === 10) skipMs(50);
        return super.read(key);
      }
    }
    const { latency, openLoop } = await run(new BlockingStore(), oneReader, 200, every(1));
    expect(openLoop?.lateness.maxUs).toBeGreaterThanOrEqual(48_000);
    // Not only the operation that blocked was slow, but all that could not be released meanwhile.
    const waited = latency.read?.distribution?.filter(([upperUs]) => upperUs > 10_000) ?? [];
    expect(sum(waited.map(([, count]) => count))).toBeGreaterThan(35);
    expect(openLoop?.arrivals).toBe(199);
  });

  test("never has more in flight than its cap, and counts what it drops", async () => {
    const store = new SlowReads((read) => (read < 4 ? 50.5 : 0));
    const recorder = new SlotRecorder();
    const { openLoop, perClientCalls, readOps } = await run(
      store,
      { ...oneReader, maximumInFlight: 4 },
      100,
      { recorder, ...every(1) },
    );
    // Four are let in at once, and hold on to their slots for 50 ms.
    expect(openLoop?.mostInFlight).toBe(4);
    expect([...recorder.slots]).toEqual([0, 1, 2, 3]);
    expect(recorder.conflicts).toBe(0);
    expect(openLoop?.arrivals).toBe(99);
    expect(openLoop?.dropped).toBeGreaterThanOrEqual(45);
    expect(openLoop?.dropped).toBeLessThanOrEqual(52);
    expect(store.reads).toBe(99 - (openLoop?.dropped ?? 0));
    expect(perClientCalls).toEqual([99 - (openLoop?.dropped ?? 0)]);
    expect(readOps).toBeLessThanOrEqual(perClientCalls[0] ?? 0);
  });

  test("times what is still in flight at its end, without counting it", async () => {
    const store = new SlowReads((read) => (read < 90 ? 0 : 500));
    const { latency, readOps, inFlightAtDeadline } = await run(store, oneReader, 100, every(1));
    expect(readOps).toBe(90);
    expect(inFlightAtDeadline).toBe(9);
    expect(latency.read?.samples).toBe(99);
    expect(latency.read?.maxUs).toBeGreaterThanOrEqual(500_000);
  });

  test("ends with a number of operations", async () => {
    const result = await run(new QueueStore(), {}, { operations: 321 });
    expect(result.readOps + result.writeOps + result.updateOps).toBe(321);
    expect(sum(result.perTenthOps)).toBe(321);
  });

  test("ends at once if an operation fails", async () => {
    class FailingStore extends MapStore {
      override write(): Promise<void> {
        return Promise.reject(new RangeError("no room"));
      }
    }
    const streams = generateStreams(parameters);
    const result = new WorkloadRun(new FailingStore(), parameters, streams).start(10_000);
    const refused = expect(result).rejects.toMatchObject({ operation: "write" });
    await vi.runAllTimersAsync();
    await refused;
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("an open loop runs in real time, and lets timers fire meanwhile", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const all = { ...parameters, ratePerSecond: 20_000 };
  const streams = generateStreams(all);
  const store = new QueueStore();
  const result = await new WorkloadRun(store, all, streams).start(60);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(0);
  expect(result.elapsedMs).toBeGreaterThanOrEqual(60);
  const arrivals = result.openLoop?.arrivals ?? 0;
  expect(sum(result.perClientCalls)).toBe(arrivals - (result.openLoop?.dropped ?? 0));
  expect(stateIsSound(await checkState(store, all, streams, result))).toBe(true);
});

/** Lets the clock go on without a turn of the event loop. */
function skipMs(milliseconds: number): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + milliseconds);
}

/** Pearson's chi-square against equal shares, as standard deviations from its mean. */
function distance(counts: Float64Array): number {
  const expected = sum([...counts]) / counts.length;
  const chiSquare = sum([...counts].map((count) => (count - expected) ** 2 / expected));
  const freedom = counts.length - 1;
  return (chiSquare - freedom) / Math.sqrt(2 * freedom);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
