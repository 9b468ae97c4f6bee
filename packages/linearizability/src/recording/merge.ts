/**
 * One history of what several members saw: how it is ordered is said, and proved, in
 * `merge-order.ts`.
 */
import { assertInTime, rankColumns, rankEvents } from "../history/event-ranks.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import { blankColumns, UNFINISHED, type HistoryColumns } from "../history/columns.ts";
import type { AnyHistory, MemberClock, MemberHistory } from "./member-history.ts";
import { MergedMeaning } from "./merged-meaning.ts";
import { MergedClients, type MemberClient } from "./merged-clients.ts";
import { Lane } from "./merge-lane.ts";
import { visitInOrder } from "./merge-order.ts";

export interface MergedHistory<History extends AnyHistory = AnyHistory> {
  /** Its events are numbered from 1 on, and no two share a number. */
  readonly history: History;
  /** How many operations there were, those included that came after the cut. */
  readonly totalOps: number;
  /** Which clock ordered the events of different members: a verdict is as sharp as this one. */
  readonly clock: MergeClock;
  /** Which member's recorder was full first, so that the history ends there. */
  readonly cutByMember?: number;
  /** By the numbers in the merged history, which client of which member it is. */
  readonly clients: ReadonlyMap<number, MemberClient>;
}

export interface MergeClock {
  readonly kind: MemberClock["kind"];
  /** In words: "shared counter", "monotonic time". */
  readonly name: string;
  /**
   * Events of different members that are further apart than this are in the order in which they
   * happened; nearer ones may count as concurrent. 0 for a counter.
   */
  readonly resolutionNs: number;
}

/**
 * Merges the histories of all members of one run. An object that is linearizable is so by the
 * merged history as well, provided that no clock erred by more than its stated error; a violation
 * that took place within the errors may be missed. By a counter the merged history is exact.
 *
 * Where the recorder of a member was full, the histories of all end: operations that were called
 * later are left out, and those in flight count as unfinished.
 *
 * Clients keep their numbers if no two members share one. Otherwise all are numbered anew from 0
 * on, member by member, and in the order of their numbers within each. A client of a recorder goes
 * on under a new number after an operation that was never seen to return. Keys and values of
 * different members are the same if they are so by content, whatever numbers they have in columns.
 *
 * @throws {RangeError} if there is no member, if members have clocks of different kinds, or shared
 *   no counter though they say so, or if an event has no finite time.
 */
export function mergeHistories(
  members: readonly MemberHistory<HistoryColumns>[],
): MergedHistory<HistoryColumns>;
export function mergeHistories(
  members: readonly MemberHistory<readonly Operation[]>[],
): MergedHistory<Operation[]>;
export function mergeHistories(members: readonly MemberHistory[]): MergedHistory {
  assertComparable(members);
  if (members.every(isOfColumns)) return mergeColumns(members);
  return mergeOperations(members as readonly MemberHistory<readonly Operation[]>[]);
}

function mergeColumns(
  members: readonly MemberHistory<HistoryColumns>[],
): MergedHistory<HistoryColumns> {
  const lanes = members.map(laneOfColumns);
  const clients = new MergedClients(
    members.map(({ history }) => new Set(history.clients.subarray(0, history.length))),
  );
  const room = lanes.reduce((rows, lane) => rows + lane.length, 0);
  const meaning = mergedMeaning(members, room);
  const haveLargeClients = members.some(({ history }) => history.clients instanceof Float64Array);
  const merged = {
    ...blankColumns(room),
    ...(haveLargeClients && { clients: new Float64Array(room) }),
  };
  /** By member, the merged row of each of its rows. */
  const places = lanes.map((lane) => new Int32Array(lane.length));
  let [length, events] = [0, 0];
  const cutByMember = visitInOrder(lanes, {
    called(member, row) {
      const { kinds, clients: numbers, keys, valuesRead, valuesWritten } = members[member]!.history;
      const place = length++;
      places[member]![row] = place;
      merged.kinds[place] = kinds[row]!;
      merged.clients[place] = clients.numberOf(member, numbers[row]!);
      merged.calls[place] = ++events;
      const [key, read, written] = [keys[row]!, valuesRead[row]!, valuesWritten[row]!];
      merged.keys[place] = meaning?.keyOf(member, key) ?? key;
      merged.valuesRead[place] = meaning?.valueOf(member, read) ?? read;
      merged.valuesWritten[place] = meaning?.valueOf(member, written) ?? written;
      meaning?.putName(place, member, row);
    },
    returned(member, row) {
      merged.returns[places[member]![row]!] = ++events;
    },
  });
  const history: HistoryColumns = { length, ...merged, events, meaning };
  if (meaning === undefined) goOnUnderNewNumbers(history, clients);
  return resultOf(members, lanes, history, clients, cutByMember);
}

function laneOfColumns(member: MemberHistory<HistoryColumns>): Lane {
  const { length, calls, returns } = member.history;
  return new Lane(
    rankColumns(member.history),
    { calls: calls.subarray(0, length), returns },
    member,
  );
}

/** Undefined if keys and values are numbers that mean the same to all members. */
function mergedMeaning(
  members: readonly MemberHistory<HistoryColumns>[],
  rows: number,
): MergedMeaning | undefined {
  const meanings = members.flatMap(({ history: { meaning } }) => meaning ?? []);
  if (meanings.length === 0) return undefined;
  if (meanings.length === members.length) return new MergedMeaning(meanings, rows);
  throw new RangeError("Columns whose numbers mean something cannot be merged with plain numbers.");
}

/**
 * Of a recorder's clients, which do one operation at a time: it is a register that they use, to
 * which it is all the same who they are.
 */
function goOnUnderNewNumbers(
  { length, clients: column, returns }: HistoryColumns,
  clients: MergedClients,
): void {
  const currentNumbers = new Map<number, number>();
  /** Those of whose operations one has not returned so far. */
  const gone = new Set<number>();
  for (let row = 0; row < length; row++) {
    const client = column[row]!;
    if (gone.delete(client)) currentNumbers.set(client, clients.renumber(client));
    column[row] = currentNumbers.get(client) ?? client;
    if (returns[row] === UNFINISHED) gone.add(client);
  }
}

function mergeOperations(
  members: readonly MemberHistory<readonly Operation[]>[],
): MergedHistory<Operation[]> {
  const inOrder = members.map(({ history }) =>
    history.toSorted((one, other) => one.called - other.called),
  );
  const lanes = members.map((member, index) => laneOfOperations(inOrder[index]!, member));
  const clients = new MergedClients(
    members.map(({ history }) => new Set(history.map(({ client }) => client))),
  );
  const calls = lanes.map((lane) => new Int32Array(lane.length));
  const returns = lanes.map((lane) => new Int32Array(lane.length));
  /** By the order of calls, the member of each operation. */
  const callers: number[] = [];
  let events = 0;
  const cutByMember = visitInOrder(lanes, {
    called(member, row) {
      callers.push(member);
      calls[member]![row] = ++events;
    },
    returned(member, row) {
      returns[member]![row] = ++events;
    },
  });
  const rows = lanes.map(() => 0);
  const history = callers.map((member): Operation => {
    const row = rows[member]!++;
    const { returned: _, ...operation } = inOrder[member]![row]!;
    const client = clients.numberOf(member, operation.client);
    const called = calls[member]![row]!;
    const returned = returns[member]![row]!;
    if (returned === UNFINISHED) return { ...operation, client, called };
    return { ...operation, client, called, returned };
  });
  return resultOf(members, lanes, history, clients, cutByMember);
}

function laneOfOperations(operations: readonly Operation[], member: MemberHistory): Lane {
  for (const operation of operations) assertInTime(operation);
  const numbers = {
    calls: Float64Array.from(operations, ({ called }) => called),
    returns: Float64Array.from(operations, returnOf),
  };
  return new Lane(rankEvents({ ...numbers, never: Infinity }), numbers, member);
}

function resultOf<History extends AnyHistory>(
  members: readonly MemberHistory[],
  lanes: readonly Lane[],
  history: History,
  { origins }: MergedClients,
  cutByMember: number | undefined,
): MergedHistory<History> {
  return {
    history,
    totalOps: members.reduce(
      (total, { history: { length }, totalOps = length }) => total + totalOps,
      0,
    ),
    clock: clockOf(members, lanes),
    ...(cutByMember !== undefined && { cutByMember }),
    clients: origins,
  };
}

function clockOf(members: readonly MemberHistory[], lanes: readonly Lane[]): MergeClock {
  const names = members.map(({ clock }) => (clock.kind === "time" ? clock.name : "shared counter"));
  return {
    kind: members[0]!.clock.kind,
    name: [...new Set(names)].join(" and "),
    // The error of either event.
    resolutionNs: lanes.reduce((largest, { errorNs }) => Math.max(largest, 2 * errorNs), 0),
  };
}

function assertComparable(members: readonly MemberHistory[]): void {
  const kinds = new Set(members.map(({ clock }) => clock.kind));
  if (kinds.size === 1) return;
  throw new RangeError(
    kinds.size === 0
      ? "There is no history to merge."
      : "Events that a shared counter numbered cannot be compared with events that have a time.",
  );
}

function isOfColumns(member: MemberHistory): member is MemberHistory<HistoryColumns> {
  return "kinds" in member.history;
}
