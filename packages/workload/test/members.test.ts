/** A run that several members share: its parts, and what their notes say together. */
import { describe, expect, test } from "vitest";
import {
  checkState,
  clientsOf,
  completeParameters,
  generateArrivals,
  generateStreams,
  stateIsSound,
  summarizeRun,
  WorkloadRun,
  type GivenParameters,
  type MemberShare,
  type OperationRecorder,
  type RunLength,
  type RunNotes,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import { UpdateLog } from "../src/acknowledged-updates.ts";
import { UnknownWritesLog } from "../src/unknown-outcomes.ts";
import { ownArrivals } from "../src/arrivals.ts";
import { LatencyReservoir, type LatencySample } from "../src/latency.ts";
import { ownClients, partOf } from "../src/member-share.ts";
import { MapStore, QueueStore } from "./map-store.ts";

const given: GivenParameters = {
  readers: 4,
  writers: 2,
  updaters: 3,
  keys: 3,
  pauseUs: 0,
  hold: "microtask",
  seed: 1,
};
const parameters = completeParameters(given);
const shares = (members: number): MemberShare[] =>
  Array.from({ length: members }, (_, member) => ({ member, members }));

/** Notes which client, or slot, called each operation. */
class CallRecorder implements OperationRecorder {
  readonly clients: number[] = [];
  readonly values: number[] = [];
  callRead = (client: number): number => this.clients.push(client);
  callWrite = (client: number, _key: number, value: number): number => {
    this.values.push(value);
    return this.clients.push(client);
  };
  callUpdate = (client: number): number => this.clients.push(client);
  updating = (_operation: number, _before: number | undefined, after: number): void =>
    void this.values.push(after);
  returnRead = (): void => {};
  returnWrite = (): void => {};
  returnUpdate = (): void => {};
}

/** All members of a run, side by side in this event loop, on one store. */
async function runMembers(
  members: number,
  runLength: RunLength,
  {
    store = new QueueStore(),
    all = parameters,
  }: { store?: MapStore; all?: WorkloadParameters } = {},
): Promise<{ notes: RunNotes[]; recorders: CallRecorder[] }> {
  const streams = generateStreams(all);
  const recorders = shares(members).map(() => new CallRecorder());
  const parts = shares(members).map((share, member) =>
    new WorkloadRun(store, all, streams, { share, recorder: recorders[member] }).takePart(
      runLength,
    ),
  );
  return { notes: await Promise.all(parts), recorders };
}

describe("a member's part", () => {
  test.each([1, 2, 3, 7, 12])("of %i adds up to the whole, by its clients", (members) => {
    for (const [amount, clients] of [
      [1000, 110],
      [3, 9],
      [17, 1],
    ] as const) {
      const parts = shares(members).map((share) => partOf(amount, clients, share));
      expect(sum(parts)).toBe(amount);
      shares(members).forEach((share, member) => {
        const fair = (amount * ownClients(clients, share)) / clients;
        expect(Math.abs((parts[member] ?? 0) - fair)).toBeLessThan(1);
      });
      expect(sum(shares(members).map((share) => ownClients(clients, share)))).toBe(clients);
    }
  });

  test("is refused if there is no such member", () => {
    for (const share of [
      { member: 2, members: 2 },
      { member: -1, members: 2 },
      { member: 0.5, members: 2 },
      { member: 0, members: 0 },
    ]) {
      expect(
        () => new WorkloadRun(new MapStore(), parameters, generateStreams(parameters), { share }),
      ).toThrow(RangeError);
    }
  });
});

describe("a run of several members", () => {
  test.each([2, 3, 12])("is the run of the whole, shared by %i", async (members) => {
    const store = new QueueStore();
    const { notes, recorders } = await runMembers(members, { operations: 900 }, { store });
    const streams = generateStreams(parameters);
    recorders.forEach(({ clients }, member) => {
      expect(new Set(clients.map((client) => client % members))).toEqual(
        new Set(member < clientsOf(parameters) ? [member] : []),
      );
    });
    // What the whole writes are the values of its clients, none of them twice.
    const values = recorders.flatMap((recorder) => recorder.values);
    expect(new Set(values).size).toBe(values.length);
    const result = summarizeRun(parameters, streams, notes);
    expect(result.readOps + result.writeOps + result.updateOps).toBe(900);
    expect(sum(result.perClientOps)).toBe(900);
    expect(result.perClientOps).toHaveLength(9);
    expect(sum(result.perTenthOps)).toBe(900);
    const calls = recorders.flatMap(({ clients }) => clients);
    expect(result.perClientCalls).toEqual(
      streams.map((_, client) => calls.filter((caller) => caller === client).length),
    );
    expect(sum(result.perClientCalls)).toBe(900 + result.inFlightAtDeadline);
    const state = await checkState(store, parameters, streams, result);
    expect(stateIsSound(state)).toBe(true);
    expect(state.acknowledgedUpdates).toBe(sum(result.perClientCalls.slice(6)));
  });

  test("ends for a member without clients, or without operations, as it begins", async () => {
    for (const ratePerSecond of [0, 1000]) {
      const few = completeParameters({
        ...given,
        readers: 1,
        writers: 1,
        updaters: 0,
        ratePerSecond,
      });
      const { notes } = await runMembers(3, { durationMs: 5 }, { all: few });
      expect(notes[2]).toMatchObject({ clients: [], completed: 0 });
      const result = summarizeRun(few, generateStreams(few), notes);
      expect(result.elapsedMs).toBeGreaterThanOrEqual(5);
      const one = await runMembers(2, { operations: 1 }, { all: few });
      expect(sum(one.notes.map(({ clients }) => sum(clients.map(({ counted }) => counted))))).toBe(
        1,
      );
    }
  });

  test("notes what can be posted: the updates by handing over their memory", async () => {
    const { notes } = await runMembers(2, { operations: 500 });
    const streams = generateStreams(parameters);
    const expected = summarizeRun(parameters, streams, notes);
    const posted = notes.map((member) => {
      const { keys, before, after } = member.updates;
      const transfer = [keys, before, after].map(({ buffer }) => buffer as ArrayBuffer);
      return structuredClone(member, { transfer });
    });
    expect(notes[0]?.updates.keys).toHaveLength(0);
    expect(summarizeRun(parameters, streams, posted)).toEqual(expected);
    const { acknowledgedUpdates: _, ...figures } = expected;
    expect(summarizeRun(parameters, streams, posted.toReversed())).toMatchObject(figures);
    expect(posted.map(({ updates }) => updates.keys.length)).not.toContain(0);
  });

  test("has no result while notes of a member are missing, or there twice", async () => {
    const { notes } = await runMembers(2, { operations: 50 });
    const streams = generateStreams(parameters);
    const [first, second] = notes as [RunNotes, RunNotes];
    for (const wrong of [[], [first], [second], [first, first], [first, second, second]]) {
      expect(() => summarizeRun(parameters, streams, wrong)).toThrow(RangeError);
    }
  });
});

describe("arrivals of an open loop", () => {
  const open = completeParameters({ ...given, ratePerSecond: 50_000, maximumInFlight: 7 });

  test("are those of the whole: each is one member's, at its moment", () => {
    const all = generateArrivals(open);
    const moments: number[] = [];
    all.gaps.reduce((moment, gap) => moments[moments.push(moment + gap) - 1]!, 0);
    const ofMembers = shares(4).flatMap((share) => {
      const own = ownArrivals(all, share);
      expect(own.lapUnits).toBe(moments.at(-1));
      return [...own.moments].map((moment, index) => ({
        moment,
        client: (own.clients[index] ?? 0) * share.members + share.member,
      }));
    });
    expect(ofMembers.toSorted((one, other) => one.moment - other.moment)).toEqual(
      moments.map((moment, index) => ({ moment, client: all.clients[index] })),
    );
  });

  test("hold slots whose numbers no other member has, a part of those of the whole", async () => {
    const { notes, recorders } = await runMembers(3, { operations: 600 }, { all: open });
    recorders.forEach(({ clients: slots }, member) => {
      expect(new Set(slots.map((slot) => slot % 3))).toEqual(new Set([member]));
    });
    const result = summarizeRun(open, generateStreams(open), notes);
    const { arrivals = 0, dropped = 0, mostInFlight = 0, lateness } = result.openLoop ?? {};
    expect(sum(result.perClientOps)).toBe(600);
    expect(sum(result.perClientCalls)).toBe(arrivals - dropped);
    expect(mostInFlight).toBeLessThanOrEqual(7);
    expect(lateness?.samples).toBe(arrivals);
  });
});

describe("notes of two members", () => {
  const two = completeParameters({ ...given, readers: 2, writers: 1, updaters: 1 });
  const streams = generateStreams(two);
  const client = (counted: number, calls: number, ageMs?: number) => ({
    calls,
    counted,
    unknown: calls - counted - (ageMs === undefined ? 0 : 1),
    latency: sampleOf(...Array.from<number>({ length: counted }).fill(counted)),
    inFlight: ageMs === undefined ? undefined : { ageMs, overtaken: 3 },
  });
  const notesOf = (member: number, more: Partial<RunNotes>): RunNotes => ({
    share: { member, members: 2 },
    startedAtMs: 1000,
    elapsedMs: 100,
    clients: [],
    completed: 0,
    updates: new UpdateLog().updates(),
    unknownWrites: new UnknownWritesLog().writes(),
    turnsMs: 0,
    pauses: 0,
    pausedMs: 0,
    progress: [],
    timerLateness: sampleOf(),
    openLoop: undefined,
    ...more,
  });
  const log = new UpdateLog();
  log.add(1, undefined, 7);
  log.add(2, 7, 8);
  const notes = [
    notesOf(0, {
      clients: [client(20, 21, 5), client(10, 10)],
      completed: 31,
      turnsMs: 4,
      pauses: 1,
      pausedMs: 3,
      progress: [{ elapsedMs: 50, completed: 30 }],
      timerLateness: sampleOf(1, 2),
    }),
    notesOf(1, {
      startedAtMs: 1025,
      clients: [client(40, 40), client(10, 11, 9)],
      completed: 51,
      updates: log.updates(),
      turnsMs: 2,
      pauses: 3,
      pausedMs: 5,
      progress: [
        { elapsedMs: 25, completed: 0 },
        { elapsedMs: 110, completed: 51 },
      ],
      timerLateness: sampleOf(3),
    }),
  ];
  const result = summarizeRun(two, streams, notes);

  test("are counted in the order of the clients", () => {
    expect(result).toMatchObject({ readOps: 60, writeOps: 10, updateOps: 10 });
    expect(result.perClientOps).toEqual([20, 40, 10, 10]);
    expect(result.perClientCalls).toEqual([21, 40, 10, 11]);
    expect(result.inFlightAtDeadline).toBe(2);
    expect(result.perClientInFlightUs).toEqual([5000, null, null, 9000]);
    // Of the two that were in flight, each was overtaken by three of its own member's; what the
    // other member completed meanwhile, it noted once or not at all.
    expect(result.perClientOvertaken).toEqual([3, null, null, 3]);
  });

  test("span the time from the first start to the last end, tenth by tenth", () => {
    expect(result.elapsedMs).toBe(125);
    // The first one's 30 in 50 ms; the second one's 50 between 50 and 125 ms.
    expect(result.perTenthOps).toEqual([8, 7, 8, 7, 8, 9, 8, 8, 9, 8]);
  });

  test("are summarized from what each member timed", () => {
    expect(result.latency.read).toMatchObject({ samples: 61, inFlight: 1, maxUs: 40_000 });
    expect(result.latency.update).toMatchObject({ samples: 11, inFlight: 1 });
    expect(result.latency.all).toMatchObject({ samples: 82, inFlight: 2 });
    expect(result.timerLateness).toMatchObject({ samples: 3, maxUs: 3000 });
    // 4 and 2 ms of turns, and each member was not at work for 25 of the 125 ms.
    expect(result.turnsMs).toBe(28);
    expect(result.meanPauseUs).toBe(2000);
  });

  test("tell which operations were overtaken by the other member's", () => {
    const progress = [0, 20, 40, 60, 80, 100].map((elapsedMs) => ({
      elapsedMs,
      completed: elapsedMs * 10,
    }));
    const overtakenAt = (startedAtMs: number, ageMs: number, ratePerSecond = 0) =>
      summarizeRun({ ...two, ratePerSecond }, streams, [
        notesOf(0, { clients: [client(0, 1, ageMs), client(0, 0)] }),
        notesOf(1, { startedAtMs, clients: [client(1000, 1000), client(0, 0)], progress }),
      ]).perClientOvertaken[0];
    expect(overtakenAt(1000, 100)).toBe(3 + 1000);
    // Called 50 ms before the end: what came between the notes after 60 and after 100 ms counts.
    expect(overtakenAt(1000, 50)).toBe(3 + 400);
    // The other member began 25 ms later: its last note before this one's end is the one after 60 ms.
    expect(overtakenAt(1025, 50)).toBe(3 + 200);
    expect(overtakenAt(1000, 10)).toBe(3);
    expect(overtakenAt(1000, 100, 1000)).toBe(3);
  });

  test("hold the updates of both", () => {
    expect(result.acknowledgedUpdates).toEqual({
      keys: Int32Array.of(1, 2),
      before: Float64Array.of(Number.NaN, 7),
      after: Float64Array.of(7, 8),
    });
  });
});

function sampleOf(...milliseconds: number[]): LatencySample {
  const reservoir = new LatencyReservoir();
  for (const time of milliseconds) reservoir.add(time);
  return reservoir.sample();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
