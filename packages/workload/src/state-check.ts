/**
 * What the state says after a run, compared with what was acknowledged to the clients.
 *
 * Every written value is unique, so each final value names the operation that wrote it, and each
 * value that an updater was given names the one that it followed: see lost-updates.ts. What was
 * written by operations of unknown outcome may be in the state, and need not.
 */
import type { StateStore } from "@sync-strategies/state-store";
import { countLostUpdates, type Update } from "./lost-updates.ts";
import { writerOf, writtenValue, type OperationStream } from "./operation-streams.ts";
import type { WorkloadParameters } from "./knobs.ts";
import { NO_VALUE, type UpdateColumns } from "./acknowledged-updates.ts";
import type { RunResult } from "./run-result.ts";
import { isOutcomeUnknown } from "./unknown-outcomes.ts";

export interface StateCheck {
  /** Updates whose success was acknowledged, those in flight at the deadline included. */
  readonly acknowledgedUpdates: number;
  /**
   * How many of them left no trace. With plain writers, which overwrite rightfully, only those
   * can be counted that no order explains: the number is then a lower bound.
   */
  readonly lostUpdates: number;
  /** Whether {@link lostUpdates} may be too low, since there were plain writers. */
  readonly lostUpdatesIsLowerBound: boolean;
  /** One sentence for each final value that no acknowledged operation explains. */
  readonly contradictions: readonly string[];
}

/** True if nothing was lost and every final value is explained. */
export function stateIsSound(check: StateCheck): boolean {
  return check.lostUpdates === 0 && check.contradictions.length === 0;
}

/** Reads every key of the store after a run has drained, and accounts for what it finds. */
export async function checkState(
  store: StateStore<number, number>,
  parameters: WorkloadParameters,
  streams: readonly OperationStream[],
  run: RunResult,
): Promise<StateCheck> {
  const { acknowledgedUpdates, unknownWrites } = run;
  const updatesByKey = groupByKey(acknowledgedUpdates, unknownWrites?.updates);
  const written = writtenKeys(streams, run.perClientCalls, unknownWrites?.keys);
  const contradictions: string[] = [];
  let lostUpdates = 0;
  for (let key = 0; key < parameters.keys; key++) {
    const value = await readFinal(store, key);
    const fault = contradiction(key, value, written, streams, run.perClientCalls);
    if (fault !== undefined) contradictions.push(fault);
    const updates = updatesByKey.get(key) ?? [];
    lostUpdates += countLostUpdates(updates, value);
  }
  return {
    acknowledgedUpdates: acknowledgedUpdates.keys.length,
    lostUpdates,
    lostUpdatesIsLowerBound: parameters.writers > 0 && parameters.updaters > 0,
    contradictions,
  };
}

/** How often a read is called that has an unknown outcome each time. It changes nothing. */
const MOST_READS = 10;

async function readFinal(
  store: StateStore<number, number>,
  key: number,
): Promise<number | undefined> {
  for (let reads = 1; ; reads++) {
    try {
      return await store.read(key);
    } catch (error) {
      if (reads === MOST_READS || !isOutcomeUnknown(error)) throw error;
    }
  }
}

function groupByKey(
  acknowledged: UpdateColumns,
  unknown: UpdateColumns | undefined,
): Map<number, Update[]> {
  const groups = new Map<number, Update[]>();
  const add = ({ keys, before, after }: UpdateColumns, isAcknowledged: boolean): void =>
    keys.forEach((key, index) => {
      const given = before[index] ?? NO_VALUE;
      const update = {
        before: Number.isNaN(given) ? undefined : given,
        after: after[index] ?? 0,
        isAcknowledged,
      };
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [update]);
      else group.push(update);
    });
  add(acknowledged, true);
  if (unknown !== undefined) add(unknown, false);
  return groups;
}

/** The keys to which at least one operation certainly wrote. */
function writtenKeys(
  streams: readonly OperationStream[],
  calls: readonly number[],
  unknown: Int32Array = new Int32Array(),
): ReadonlySet<number> {
  /** How many operations wrote to each key, or may have. */
  const writes = new Map<number, number>();
  streams.forEach(({ role, keys }, client) => {
    if (role === "reader") return;
    const called = calls[client] ?? 0;
    keys.subarray(0, called).forEach((key, index) => {
      // Of a stream that was played more than once, each time.
      const times = 1 + Math.floor((called - 1 - index) / keys.length);
      writes.set(key, (writes.get(key) ?? 0) + times);
    });
  });
  for (const key of unknown) writes.set(key, (writes.get(key) ?? 0) - 1);
  return new Set([...writes].flatMap(([key, certain]) => (certain > 0 ? key : [])));
}

/** Says why no operation of the run can have left this value; `undefined` if one can. */
function contradiction(
  key: number,
  value: number | undefined,
  written: ReadonlySet<number>,
  streams: readonly OperationStream[],
  calls: readonly number[],
): string | undefined {
  if (value === undefined) {
    return written.has(key) ? `key ${key} is empty, although it was written` : undefined;
  }
  const { client, index } = writerOf(value, streams.length);
  const stream = streams[client];
  const wroteIt =
    stream !== undefined &&
    stream.role !== "reader" &&
    index < (calls[client] ?? 0) &&
    stream.keys[index % stream.keys.length] === key &&
    writtenValue(stream, client, streams.length, index) === value;
  return wroteIt ? undefined : `key ${key} holds ${value}, which no operation wrote to it`;
}
