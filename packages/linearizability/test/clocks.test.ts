import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  check,
  formatHistory,
  HistoryReader,
  HistoryRecorder,
  LAST_EVENT,
  mergeHistories,
  monotonicClock,
  operationsOf,
  recordStore,
  SharedEventCounter,
  TimedClock,
  type EventClock,
  type Operation,
} from "@sync-strategies/linearizability";
import type { StateStore, Storable } from "@sync-strategies/state-store";
import { seedOf } from "../../../vitest.seed.ts";
import { atTimes, lotOf, randomHistoryOf, type Kind } from "./random-operations.ts";
import { cutAt, eventsOf } from "./split-history.ts";

/** Reads, writes and updates of a register, each of a value of its own. */
function uniqueValues(): Kind<number | null> {
  let serial = 0;
  return {
    initial: null,
    draw: (lot) => {
      const name = ["read", "write", "update"][lot(3)] ?? "read";
      return name === "read" ? { name } : { name, input: ++serial };
    },
    apply: (value, { name, input }) => {
      if (name === "read") return [value, value];
      return [input as number, name === "update" ? [value, input] : undefined];
    },
    tamper: ({ name, input }, output, lot) => {
      if (name === "read") return serial - lot(5);
      return name === "update" ? [serial - lot(5), input] : output;
    },
  };
}

function numberedDensely(history: readonly Operation[]): Operation[] {
  const events = eventsOf(history);
  return atTimes(history, (event) => events.indexOf(event) + 1);
}

/** Has recorders record what happened, in the order in which it did. */
function replay(
  history: readonly Operation[],
  recorderOf: (client: number) => HistoryRecorder,
  atEvent: (event: number) => void,
): void {
  const returns = new Map<number, () => void>();
  for (const event of eventsOf(history)) {
    atEvent(event);
    returns.get(event)?.();
    const operation = history.find(({ called }) => called === event);
    if (operation === undefined) continue;
    const { client, key, name, input, output, returned = -1 } = operation;
    const recorder = recorderOf(client);
    if (name === "read") {
      const reading = recorder.callRead(client, Number(key));
      returns.set(returned, () => recorder.returnRead(reading, valueOf(output)));
    } else if (name === "write") {
      const writing = recorder.callWrite(client, Number(key), Number(input));
      returns.set(returned, () => recorder.returnWrite(writing));
    } else {
      const updating = recorder.callUpdate(client, Number(key));
      if (output !== undefined) {
        const [before, after] = output as [number | null, number];
        recorder.updating(updating, valueOf(before), after);
      }
      returns.set(returned, () => recorder.returnUpdate(updating));
    }
  }
}

function valueOf(value: unknown): number | undefined {
  return (value as number | null) ?? undefined;
}

const MEMBERS = 3;

describe.each<[string, (now: () => number) => EventClock]>([
  ["a shared counter", (now) => ({ next: now })],
  ["times", (now) => new TimedClock({ name: "time", errorNs: 0, now })],
])("recorders with %s, merged", (_, clockOf) => {
  test("have recorded what one recorder would have", () => {
    const lot = lotOf(xoroshiro128plus(seedOf(1)));
    const kind = uniqueValues();
    let cutCount = 0;
    for (let index = 0; index < 500; index++) {
      const operations = numberedDensely(randomHistoryOf(kind, lot).operations);
      let now = 0;
      const recorders = Array.from({ length: MEMBERS }, () => {
        const capacity = lot(3) === 0 ? 1 + lot(3) : 100;
        return new HistoryRecorder(
          capacity,
          clockOf(() => now),
        );
      });
      const offset = lot(MEMBERS);
      replay(
        operations,
        (client) => recorders[(client + offset) % MEMBERS]!,
        (event) => void (now = event),
      );
      const members = recorders.map((recorder) => recorder.memberHistory());
      const merged = mergeHistories(members);
      expect(merged.totalOps).toBe(operations.length);
      const { clients, cutByMember, history } = merged;
      const cuts = members.map(({ fullAt = Infinity, clock }) =>
        clock.kind === "time" ? (clock.times![fullAt] ?? Infinity) : fullAt,
      );
      const whole = cutAt(operations, Math.min(...cuts));
      expect(check(history).verdict).toBe(check(whole.flatMap(asRecorded)).verdict);
      if (cutByMember !== undefined) {
        cutCount++;
        continue;
      }
      const found = operationsOf(history).map((operation) => ({
        ...operation,
        client: clients.get(operation.client)!.client,
      }));
      expect(found).toEqual(operations.flatMap(asRecorded));
    }
    expect(cutCount).toBeGreaterThan(50);
  });
});

/** What a recorder keeps of an operation: nothing of an update whose updater did not return. */
function asRecorded(operation: Operation): Operation[] {
  const { input, output, ...rest } = operation;
  if (operation.name === "write") return [{ ...rest, input }];
  if (output === undefined) return operation.name === "update" ? [] : [rest];
  return operation.name === "read" && operation.returned === undefined
    ? [rest]
    : [{ ...rest, output }];
}

test("a client goes on under a new number after an operation that did not return", () => {
  const counter = new SharedEventCounter();
  const recorder = new HistoryRecorder(10, counter);
  recorder.callWrite(1, 0, 5);
  recorder.returnRead(recorder.callRead(1, 0), 5);
  recorder.callWrite(1, 0, 6);
  recorder.returnRead(recorder.callRead(1, 0), 5);
  const { history, clients } = mergeHistories([recorder.memberHistory()]);
  const numbers = operationsOf(history).map(({ client }) => client);
  expect(numbers[0]).toBe(1);
  expect(numbers[1]).toBe(numbers[2]);
  expect(new Set(numbers).size).toBe(3);
  for (const number of numbers) expect(clients.get(number)).toEqual({ member: 0, client: 1 });
});

describe("a shared counter", () => {
  test("counts for all that open its memory", () => {
    const one = new SharedEventCounter();
    const other = new SharedEventCounter(one.memory);
    expect([one.next(), other.next(), one.next()]).toEqual([1, 2, 3]);
  });

  test("ends at the last number that a recorder can keep, and never begins again", () => {
    const one = new SharedEventCounter();
    new Int32Array(one.memory)[0] = LAST_EVENT - 1;
    const other = new SharedEventCounter(one.memory);
    expect(one.next()).toBe(LAST_EVENT);
    for (const counter of [other, one, other]) expect(() => counter.next()).toThrow(RangeError);
  });
});

const newTimedClock = (): TimedClock =>
  new TimedClock({ name: "time", errorNs: 1, now: () => 7.5 });

describe("a timed clock", () => {
  test("numbers events, and keeps the time of each", () => {
    const recorder = new HistoryRecorder(1, newTimedClock());
    recorder.returnWrite(recorder.callWrite(1, 0, 1));
    recorder.callRead(1, 0);
    expect(recorder.memberHistory()).toMatchObject({
      history: { length: 1, events: 2 },
      clock: { kind: "time", name: "time", errorNs: 1, times: Float64Array.of(0, 7.5, 7.5, 7.5) },
      totalOps: 2,
      fullAt: 3,
    });
  });

  test("serves one recorder", () => {
    const shared = newTimedClock();
    expect(new HistoryRecorder(1, shared).capacity).toBe(1);
    expect(() => new HistoryRecorder(1, shared)).toThrow(TypeError);
  });

  test("has room for the events of its recorder, and refuses more", () => {
    expect(() => newTimedClock().next()).toThrow(RangeError);
  });
});

test("the monotonic clock does not go back", () => {
  const recorder = new HistoryRecorder(100, monotonicClock());
  for (let index = 0; index < 100; index++) recorder.returnRead(recorder.callRead(1, 0), undefined);
  const { clock } = recorder.memberHistory();
  const times = clock.kind === "time" ? [...clock.times!] : [];
  expect(times).toHaveLength(201);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

describe("where it is missing", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("shared memory is named", () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    expect(() => new SharedEventCounter()).toThrow("SharedArrayBuffer");
  });

  test("the monotonic time is named", () => {
    vi.stubGlobal("process", Object.create(process, { hrtime: { value: undefined } }));
    expect(() => monotonicClock()).toThrow("process.hrtime");
  });
});

/** Sound as long as nothing awaits between a read and a write. */
function storeOf(state: Map<unknown, Storable>): StateStore<unknown, Storable> {
  return {
    read: async (key) => state.get(key),
    write: async (key, value) => void state.set(key, value),
    async update(key, updater) {
      const next = await updater(state.get(key));
      state.set(key, next);
      return next;
    },
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

const write = (client: number, key: string, input: unknown, called: number): Operation => ({
  client,
  key,
  name: "write",
  input,
  called,
  returned: called + 1,
});
const read = ({ input: output, ...rest }: Operation): Operation => ({
  ...rest,
  name: "read",
  output,
});

describe("keys and values that members numbered on their own", () => {
  test("are the same by content, in recordings of stores", async () => {
    const [state, clock] = [new Map<unknown, Storable>(), new SharedEventCounter()];
    const recordings = [1, 2].map(() => recordStore(storeOf(state), { clock }));
    const [ada, bob] = recordings.map((recording, index) => recording.client(index));
    for (const key of ["1", 1, "x", 10n, true, "true", undefined])
      await ada!.write(key, [`${key}`]);
    for (const key of [true, "x", 1, undefined, "true", 10n, "1"]) {
      expect(await bob!.read(key)).toEqual([`${key}`]);
    }
    const members = recordings.map((recording) => structuredClone(recording.memberHistory()));
    const { history } = mergeHistories(members);
    expect(check(history)).toMatchObject({ verdict: "linearizable", checkedOps: 14 });
    expect(new Set(history.map(({ key }) => key)).size).toBe(7);
  });

  test.each<[string, unknown, Storable]>([
    ["a key that is the same as itself alone", {}, 1],
    ["a symbol as a key", Symbol("key"), 1],
    ["a date", "x", new Date(0)],
    ["a function", "x", () => {}],
  ])("are refused if they cannot be compared: %s", async (_, key, value) => {
    const recording = recordStore(storeOf(new Map()));
    await recording.client(1).write(key, value);
    expect(() => recording.memberHistory()).toThrow(TypeError);
  });

  test("are the same by content, in columns that were read from text", () => {
    const values = ["a", 5, { b: [1] }, "c", -1, null];
    const written = values.map((value, index) => write(1, `key ${index}`, value, 2 * index + 1));
    const seen = written.map(({ key, input }, index) => read(write(2, key, input, 90 - 2 * index)));
    const members = [written, seen.toReversed()].map((history) => {
      const reader = new HistoryReader();
      for (const line of formatHistory(history)) reader.add(line);
      const times = history.flatMap(({ called, returned = 0 }) => [called, returned]);
      return {
        history: reader.columns(),
        clock: {
          kind: "time",
          name: "time",
          errorNs: 0,
          times: Float64Array.from([NaN, ...times]),
        },
      } as const;
    });
    const { history } = mergeHistories(members);
    const both = [...written, ...seen].toSorted((one, other) => one.called - other.called);
    expect(
      operationsOf(history).map(({ key, name, input, output }) => [key, name, input, output]),
    ).toEqual(both.map(({ key, name, input, output }) => [key, name, input, output]));
    expect(check(history)).toMatchObject({ verdict: "linearizable", checkedOps: 12 });
  });
});
