/**
 * Splits a history over the members of a run, as if each of them had recorded its own clients: with
 * clocks that err, times that coincide, and recorders that are full at some moment.
 */
import type { MemberHistory, Operation } from "@sync-strategies/linearizability";
import type { Lot } from "./random-operations.ts";

export interface Split {
  readonly members: readonly MemberHistory<readonly Operation[]>[];
  /** The history up to the event at which the first recorder was full. */
  readonly whole: readonly Operation[];
}

export interface Clocks {
  /** How the members' numbers and times come about. */
  readonly kind: "counter" | "time" | "times as numbers";
  /** How far apart the times of neighbouring events are at most; at least by one, if `areDistinct`. */
  readonly mostApart: number;
  readonly areDistinct?: boolean;
  readonly error: number;
  /** By default 5. */
  readonly mostMembers?: number;
  readonly areNeverFull?: boolean;
}

/** @param history whose events are numbered in the order of time. */
export function splitHistory(history: readonly Operation[], clocks: Clocks, lot: Lot): Split {
  const count = 1 + lot(clocks.mostMembers ?? 5);
  const memberOf = new Map<number, number>();
  for (const { client } of history) {
    if (!memberOf.has(client)) memberOf.set(client, lot(count));
  }
  const times = timesOf(history, clocks, lot);
  const offsets = Array.from({ length: count }, () => lot(2 * clocks.error + 1) - clocks.error);
  const fullAt: (number | undefined)[] = [];
  const members = Array.from({ length: count }, (_, member) => {
    const own = history.filter(({ client }) => memberOf.get(client) === member);
    const isFull = clocks.areNeverFull !== true && lot(3) === 0;
    fullAt[member] = isFull ? own.at(lot(own.length + 1))?.called : undefined;
    const kept = cutAt(own, fullAt[member]);
    if (clocks.kind === "counter") {
      return memberHistory(kept, own, { kind: "counter" }, (event) => event, fullAt[member]);
    }
    const name = "a clock";
    const clock = { kind: "time", name, errorNs: clocks.error } as const;
    if (clocks.kind === "times as numbers") {
      const timeOf = (event: number): number => times[event]! + offsets[member]!;
      return memberHistory(kept, own, clock, timeOf, fullAt[member]);
    }
    const events = eventsOf(own).filter((event) => event <= (fullAt[member] ?? Infinity));
    const shown = events.map((event) => times[event]! + lot(2 * clocks.error + 1) - clocks.error);
    const timed = { ...clock, times: Float64Array.from([NaN, ...shown]) };
    return memberHistory(kept, own, timed, (event) => events.indexOf(event) + 1, fullAt[member]);
  });
  const cut = Math.min(...fullAt.map((event = Infinity) => event));
  return { members, whole: cutAt(history, cut) };
}

function memberHistory(
  kept: readonly Operation[],
  own: readonly Operation[],
  clock: MemberHistory["clock"],
  numberOf: (event: number) => number,
  fullAt: number | undefined,
): MemberHistory<readonly Operation[]> {
  return {
    history: kept.map((operation) => {
      const called = numberOf(operation.called);
      if (operation.returned === undefined) return { ...operation, called };
      return { ...operation, called, returned: numberOf(operation.returned) };
    }),
    clock,
    totalOps: own.length,
    ...(fullAt !== undefined && { fullAt: numberOf(fullAt) }),
  };
}

/** The true time of each event. */
function timesOf(history: readonly Operation[], clocks: Clocks, lot: Lot): number[] {
  const least = clocks.areDistinct === true ? 1 : 0;
  const times = [1000];
  for (let event = 1; event <= (eventsOf(history).at(-1) ?? 0); event++) {
    times.push(times.at(-1)! + least + lot(clocks.mostApart + 1 - least));
  }
  return times;
}

/** The numbers of all calls and returns, rising. */
export function eventsOf(history: readonly Operation[]): number[] {
  return history
    .flatMap(({ called, returned }) => (returned === undefined ? [called] : [called, returned]))
    .toSorted((one, other) => one - other);
}

/** What was called before the cut, and returned if it did so before the cut. */
export function cutAt(history: readonly Operation[], cut = Infinity): Operation[] {
  return history
    .filter(({ called }) => called < cut)
    .map((operation) => {
      const { returned = Infinity, ...unfinished } = operation;
      return returned < cut ? operation : unfinished;
    });
}
