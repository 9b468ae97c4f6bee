/**
 * What the clients of one member did, written to a file as it happens: a member that is killed takes
 * nothing along but the operations that it had under way.
 *
 * Invariant: an operation's call is in the file before the store hears of it, and its return is
 * written after the store has answered. So what a killed member left is a complete history, in which
 * some operations have not returned: they may have taken effect.
 *
 * It is no recorder: {@link readJournal} plays it to one, with the times at which things happened.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import {
  HistoryRecorder,
  TimedClock,
  type HistoryColumns,
  type MemberHistory,
} from "@sync-strategies/linearizability";
import type { OperationRecorder } from "@sync-strategies/workload";
import { machineTime, now } from "./clock.ts";

/** A record is this many numbers: what happened, to which operation, three details, and when. */
const FIELDS = 6;
const RECORD_BYTES = FIELDS * Float64Array.BYTES_PER_ELEMENT;

const Event = {
  callRead: 0,
  callWrite: 1,
  callUpdate: 2,
  updating: 3,
  returned: 4,
  failed: 5,
  unknown: 6,
} as const;
type Event = (typeof Event)[keyof typeof Event];

/** Stands for `undefined` in a record. */
const NOTHING = Number.NaN;

/** Operations are numbered from 0, in the order of their calls. */
export class JournalWriter implements OperationRecorder {
  readonly #file: number;
  readonly #record = new Float64Array(FIELDS);
  readonly #bytes = new Uint8Array(this.#record.buffer);
  /** Of each client, its latest operation. */
  readonly #latest = new Map<number, number>();
  #operations = 0;
  #acknowledged = 0;
  #changes = 0;

  /** @param path of a file that is not there yet. */
  constructor(path: string) {
    this.#file = openSync(path, "wx");
  }

  /** How many operations have been acknowledged, and how many of them changed the state. */
  get acknowledged(): { readonly operations: number; readonly changes: number } {
    return { operations: this.#acknowledged, changes: this.#changes };
  }

  callRead(client: number, key: number): number {
    return this.#call(Event.callRead, client, key);
  }

  callWrite(client: number, key: number, value: number): number {
    return this.#call(Event.callWrite, client, key, value);
  }

  callUpdate(client: number, key: number): number {
    return this.#call(Event.callUpdate, client, key);
  }

  updating(operation: number, before: number | undefined, after: number): void {
    this.#write(Event.updating, operation, before ?? NOTHING, after);
  }

  returnRead(operation: number, value: number | undefined): void {
    this.#acknowledged++;
    this.#write(Event.returned, operation, value ?? NOTHING);
  }

  returnWrite(operation: number): void {
    this.#acknowledged++;
    this.#changes++;
    this.#write(Event.returned, operation);
  }

  returnUpdate(operation: number): void {
    this.returnWrite(operation);
  }

  /** The client's latest operation rejected. */
  rejected(client: number, outcome: "failed" | "unknown"): void {
    const operation = this.#latest.get(client);
    if (operation !== undefined) this.#write(Event[outcome], operation);
  }

  close(): void {
    closeSync(this.#file);
  }

  #call(event: Event, client: number, key: number, value = NOTHING): number {
    const operation = this.#operations++;
    this.#latest.set(client, operation);
    this.#write(event, operation, client, key, value);
    return operation;
  }

  #write(
    event: Event,
    operation: number,
    first = NOTHING,
    second = NOTHING,
    third = NOTHING,
  ): void {
    const record = this.#record;
    record[0] = event;
    record[1] = operation;
    record[2] = first;
    record[3] = second;
    record[4] = third;
    record[5] = now();
    writeSync(this.#file, this.#bytes);
  }
}

/** An operation as the journal has it. Times are in nanoseconds of the machine's clock. */
export interface JournalOperation {
  readonly client: number;
  readonly kind: "read" | "write" | "update";
  readonly key: number;
  readonly calledNs: number;
  /** What a read returned, or an updater was last given. */
  before: number | undefined;
  /** What was written, or the updater returned; undefined if it was not called. */
  after: number | undefined;
  /** When the updater was last called. */
  heldNs: number | undefined;
  /** Missing if the operation has not settled. */
  settled?: { readonly as: "returned" | "failed" | "unknown"; readonly atNs: number };
}

export interface Journal {
  /** In the order of their calls. */
  readonly operations: readonly JournalOperation[];
  readonly history: MemberHistory<HistoryColumns>;
}

export async function readJournal(path: string): Promise<Journal> {
  const bytes = await readFile(path);
  // Of the last record a killed process may have written a part.
  const records = Math.floor(bytes.length / RECORD_BYTES);
  const numbers = new Float64Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + records * RECORD_BYTES),
  );
  const operations: JournalOperation[] = [];
  let atNs = 0;
  const source = { ...machineTime, now: () => atNs };
  const recorder = new HistoryRecorder(Math.max(1, records), new TimedClock(source));
  for (let index = 0; index < numbers.length; index += FIELDS) {
    const [event, operation, first, second, third] = numbers.subarray(index, index + FIELDS - 1);
    atNs = numbers[index + FIELDS - 1]!;
    play(event as Event, operation!, [first!, second!, third!], atNs, operations, recorder);
  }
  return { operations, history: recorder.memberHistory() };
}

type Details = readonly [first: number, second: number, third: number];

/** The recorder numbers operations as the journal does: in the order of their calls. */
function play(
  event: Event,
  operation: number,
  [first, second, third]: Details,
  atNs: number,
  operations: JournalOperation[],
  recorder: HistoryRecorder,
): void {
  const blank = {
    client: first,
    key: second,
    calledNs: atNs,
    before: undefined,
    heldNs: undefined,
  };
  switch (event) {
    case Event.callRead:
      recorder.callRead(first, second);
      operations.push({ ...blank, kind: "read", after: undefined });
      return;
    case Event.callWrite:
      recorder.callWrite(first, second, third);
      operations.push({ ...blank, kind: "write", after: third });
      return;
    case Event.callUpdate:
      recorder.callUpdate(first, second);
      operations.push({ ...blank, kind: "update", after: undefined });
      return;
  }
  const subject = operations[operation]!;
  switch (event) {
    case Event.updating:
      subject.before = valueOf(first);
      subject.after = second;
      subject.heldNs = atNs;
      return recorder.updating(operation, subject.before, second);
    case Event.returned:
      subject.settled = { as: "returned", atNs };
      if (subject.kind === "update") return recorder.returnUpdate(operation);
      if (subject.kind === "write") return recorder.returnWrite(operation);
      subject.before = valueOf(first);
      return recorder.returnRead(operation, subject.before);
    case Event.failed:
      subject.settled = { as: "failed", atNs };
      return recorder.fail(operation);
    case Event.unknown:
      // In the history it stays unfinished: it may have taken effect, and may do so later.
      subject.settled = { as: "unknown", atNs };
  }
}

function valueOf(number: number): number | undefined {
  return Number.isNaN(number) ? undefined : number;
}
