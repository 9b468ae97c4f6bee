/** What clients of one member do by themselves, without an order for each operation. */
import { nextTurn } from "@sync-strategies/event-loop";
import { recordStore } from "@sync-strategies/linearizability";
import type { MemberHistory, Operation } from "@sync-strategies/linearizability";
import type { StateStore } from "@sync-strategies/state-store";
import { runRandomClient } from "../random-clients.ts";
import type {
  BusyName,
  BusyOrder,
  Hold,
  IncrementsOrder,
  OutlastOrder,
  RandomOrder,
} from "./orders.ts";
import { clockAt } from "./clock-address.ts";
import { openNumbers, type NumbersAddress, type SharedNumbers } from "./shared-numbers.ts";

type Store = StateStore<number, number>;

export async function turns(count = 1): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

/** Waits until the other member has come to the same place, so that both go on at once. */
async function meet(meeting: NumbersAddress, member: number): Promise<void> {
  const arrived = openNumbers(meeting);
  arrived.set(member, 1);
  const test = currentTest;
  while (arrived.get(0) + arrived.get(1) < 2 && !test.isOver) await nextTurn();
}

let currentTest = { isOver: false };

/** All that still goes on ends soon: the test is over. */
export function stopAll(): void {
  currentTest.isOver = true;
  currentTest = { isOver: false };
}

/** What each of the increments made. */
export async function increment(
  store: Store,
  { key, clients, perClient, hold, member, meeting }: IncrementsOrder,
): Promise<number[]> {
  await meet(meeting, member);
  const test = currentTest;
  const made: number[] = [];
  const updater = updaters[hold];
  const client = async (): Promise<void> => {
    for (let count = 0; count < perClient && !test.isOver; count += 1) {
      made.push(await store.update(key, updater));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return made;
}

const updaters: Record<Hold, (current: number | undefined) => number | Promise<number>> = {
  nothing: (current = 0) => current + 1,
  "a microtask": async (current = 0) => {
    await Promise.resolve();
    return current + 1;
  },
  "a turn of the event loop": async (current = 0) => {
    await nextTurn();
    return current + 1;
  },
};

/** What this member's random clients saw, in terms that other members share. */
export async function actAtRandom(
  store: Store,
  { workload, member, members, clock, meeting }: RandomOrder,
): Promise<MemberHistory<Operation[]>> {
  const recording = recordStore(store, { clock: clockAt(clock) });
  let values = member;
  // No two members write the same value.
  const nextValue = (): number => (values += members);
  await meet(meeting, member);
  const clients = Array.from({ length: workload.clientCount }, (_, number) => {
    const client = number * members + member;
    return runRandomClient(client, workload, {
      store: recording.client(client),
      turns,
      nextValue,
      perform: (_key, act) => act(),
    });
  });
  await Promise.all(clients);
  return recording.memberHistory();
}

/** What a member that is busy and one that outlasts it share. */
export class Race {
  /** How many numbers it is made of. */
  static readonly NUMBERS = 2;
  readonly address: NumbersAddress;
  readonly #numbers: SharedNumbers;

  constructor(address: NumbersAddress) {
    this.address = address;
    this.#numbers = openNumbers(address);
  }

  get isOver(): boolean {
    return this.#numbers.get(0) !== 0;
  }

  /** How many operations of the busy member have settled. */
  get calls(): number {
    return this.#numbers.get(1);
  }

  stop(): void {
    this.#numbers.set(0, 1);
  }

  /** To be called by the busy member alone. */
  count(): void {
    this.#numbers.set(1, this.calls + 1);
  }
}

/** The number of a race's calls wraps beyond this, long after any store has been judged. */
const MAXIMUM_CALLS = 2 ** 31 - 1;

/** Calls until the race is over. */
export async function beBusy(
  store: Store,
  { key, name, clients, race: address }: BusyOrder,
): Promise<void> {
  const race = new Race(address);
  const test = currentTest;
  const client = async (): Promise<void> => {
    while (!race.isOver && !test.isOver && race.calls < MAXIMUM_CALLS) {
      await callOnce(store, key, name);
      race.count();
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

/** At each look this member has had as many turns of the event loop, so it was not idle. */
const TURNS_PER_LOOK = 100;

/** More looks than any store needs that means to serve both members. */
const MAXIMUM_LOOKS = 20;

/**
 * Calls one operation, and ends the race when that has settled. Counts no time: what is counted is
 * how often the busy member overtakes, and how many turns this member has had meanwhile to learn
 * that its own turn has come.
 *
 * @returns how many operations overtook it, and whether it settled at all.
 */
export async function outlast(
  store: Store,
  { key, name, race: address, overtakenPerLook }: OutlastOrder,
): Promise<{ readonly overtaken: number; readonly hasSettled: boolean }> {
  const race = new Race(address);
  const test = currentTest;
  // The other member is in the midst of it.
  while (race.calls < overtakenPerLook && !test.isOver) await nextTurn();
  const before = race.calls;
  const operation = { hasSettled: false };
  const called =
    name === "update that awaits a change"
      ? store.update(key, (current = 0) => afterChange(race, current + 1))
      : callOnce(store, key, name);
  const waiting = called.finally(() => {
    operation.hasSettled = true;
  });
  waiting.catch(() => {});
  for (let look = 0; look < MAXIMUM_LOOKS && !operation.hasSettled; look += 1) {
    const enough = race.calls + overtakenPerLook;
    while (!operation.hasSettled && race.calls < enough && !test.isOver) await nextTurn();
    for (let turn = 0; turn < TURNS_PER_LOOK && !operation.hasSettled; turn += 1) await nextTurn();
  }
  const overtaken = race.calls - before;
  race.stop();
  if (operation.hasSettled) await waiting;
  return { overtaken, hasSettled: operation.hasSettled };
}

/** An updater awaits as many changes of the busy member. */
const CHANGES_AWAITED = 3;

/** A busy member that changes nothing during these ticks, when this one is idle, waits for it. */
const MAXIMUM_TICKS = 300;

async function afterChange(race: Race, value: number): Promise<number> {
  const enough = race.calls + CHANGES_AWAITED;
  for (let tick = 0; tick < MAXIMUM_TICKS && race.calls < enough; tick += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return value;
}

/** Calls without a pause until a timer fires. Resolves to whether it did within these calls. */
export async function awaitTimer(
  store: Store,
  {
    key,
    name,
    maximumCalls,
  }: { readonly key: number; readonly name: BusyName; readonly maximumCalls: number },
): Promise<boolean> {
  const timer = { hasFired: false };
  const started = setTimeout(() => {
    timer.hasFired = true;
  }, 1);
  for (let call = 0; call < maximumCalls && !timer.hasFired; call += 1) {
    await callOnce(store, key, name);
  }
  clearTimeout(started);
  return timer.hasFired;
}

let lastWritten = 0;

function callOnce(store: Store, key: number, name: BusyName): Promise<unknown> {
  switch (name) {
    case "read":
      return store.read(key);
    case "write":
      // Never the same value twice: one that is compared must differ.
      return store.write(key, (lastWritten += 1));
    case "update":
      return store.update(key, updaters.nothing);
    case "update that awaits":
      return store.update(key, updaters["a turn of the event loop"]);
  }
}
