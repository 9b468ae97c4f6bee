/** Histories as lines of text, in the format that `history-reader.ts` reads. */
import { rankColumns, rankEvents, type EventRanks } from "../history/event-ranks.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import { endOf } from "./event.ts";
import { operationAt, Kind, UNFINISHED, type HistoryColumns } from "../history/columns.ts";

/**
 * The lines of a history, without their ends; what {@link parseHistory} reads. A client that went
 * on although one of its operations was not seen to return is shown as two processes.
 *
 * @param totalOps how many operations there were, if not all of them are in the history.
 */
export function* formatHistory(
  history: readonly Operation[] | HistoryColumns,
  totalOps = history.length,
): Generator<string> {
  const sequence = "kinds" in history ? fromColumns(history) : fromList(history);
  const { length, operationOf, returns, isShown } = sequence;
  const substitutes = substituteProcesses(sequence);
  const take = (place: number): Operation => {
    const operation = operationOf(place);
    return { ...operation, client: substitutes.get(place) ?? operation.client };
  };
  for (const place of placesOf(sequence)) {
    // The sign of a place separates calls from returns.
    yield place > 0 ? invocationOf(take(place - 1)) : completionOf(take(-place - 1), "ok");
  }
  for (let place = 0; place < length; place++) {
    if (returns[place] !== UNFINISHED || !isShown(place)) continue;
    const operation = take(place);
    if (operation.output !== undefined) yield completionOf(operation, "info");
  }
  if (totalOps > history.length) yield JSON.stringify(endOf(totalOps));
}

/**
 * A new process for each operation that does not fit into its client's process: an unfinished one
 * that was not the client's last, and one that was called while another was open.
 */
function substituteProcesses({ length, clientOf, calls, returns }: Sequence): Map<number, number> {
  const last = new Map<number, number>();
  for (let place = 0; place < length; place++) last.set(clientOf(place), place);
  let process = [...last.keys()].reduce((one, other) => Math.max(one, other), 0);
  const substitutes = new Map<number, number>();
  const busyUntil = new Map<number, number>();
  for (let place = 0; place < length; place++) {
    const client = clientOf(place);
    const returned = returns[place] ?? UNFINISHED;
    const isOvertaken = returned === UNFINISHED && last.get(client) !== place;
    if (isOvertaken || (calls[place] ?? 0) < (busyUntil.get(client) ?? 0)) {
      substitutes.set(place, ++process);
    } else {
      busyUntil.set(client, returned);
    }
  }
  return substitutes;
}

/** Operations by their places, in the order of their calls, and their events, ranked. */
interface Sequence extends EventRanks {
  readonly length: number;
  readonly clientOf: (place: number) => number;
  readonly operationOf: (place: number) => Operation;
  /** Whether the operation is a part of the history. */
  readonly isShown: (place: number) => boolean;
}

function fromList(history: readonly Operation[]): Sequence {
  const operations = history.toSorted((one, other) => one.called - other.called);
  const ranks = rankEvents({
    calls: Float64Array.from(operations, ({ called }) => called),
    returns: Float64Array.from(operations, returnOf),
    never: Infinity,
  });
  const operationOf = (place: number): Operation => operations[place]!;
  return {
    ...ranks,
    length: operations.length,
    clientOf: (place) => operationOf(place).client,
    operationOf,
    isShown: () => true,
  };
}

function fromColumns(history: HistoryColumns): Sequence {
  const { calls, returns, events, length } = rankColumns(history);
  return {
    calls,
    returns,
    events,
    length,
    clientOf: (row) => history.clients[row] ?? 0,
    operationOf: (row) => operationAt(history, row),
    // An operation that never takes effect does not belong to the history.
    isShown: (row) => history.kinds[row] !== Kind.noEffect,
  };
}

/** The places of events in order: 1 and -1 for the call and the return of the first operation. */
function placesOf({ length, calls, returns, events, isShown }: Sequence): Int32Array {
  const places = new Int32Array(events + 1);
  for (let place = 0; place < length; place++) {
    if (!isShown(place)) continue;
    places[calls[place] ?? 0] = place + 1;
    const returned = returns[place] ?? UNFINISHED;
    if (returned !== UNFINISHED) places[returned] = -(place + 1);
  }
  return places.filter((place) => place !== 0);
}

function invocationOf(operation: Operation): string {
  const { client, key, name, input } = operation;
  return JSON.stringify({
    process: client,
    type: "invoke",
    f: name,
    ...withKey(key),
    value: inputOf(name, input),
  });
}

function completionOf(
  { client, key, name, input, output }: Operation,
  type: "ok" | "info",
): string {
  const event = { process: client, type, f: name, ...withKey(key) };
  return JSON.stringify(
    name === "cas" || tellsWhetherApplied(name, output)
      ? { ...event, value: input, applied: output }
      : { ...event, value: output === undefined ? inputOf(name, input) : output },
  );
}

/** An update is given a function, which a file cannot hold. What came of it comes back. */
function inputOf(name: string, input: unknown): unknown {
  return name === "update" ? undefined : input;
}

/** Whether it is one of a set that returned whether it changed the set. */
function tellsWhetherApplied(name: string, output: unknown): boolean {
  return (name === "add" || name === "remove") && typeof output === "boolean";
}

function withKey(key: string): { key?: string } {
  return key === "" ? {} : { key };
}
