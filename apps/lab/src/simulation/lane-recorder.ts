/**
 * Writes down when each client called an operation, when its updater began, and when the operation
 * completed: what a lane is drawn from. Every call is passed on to the recorder of the history.
 */
import type { HistoryRecorder } from "@sync-strategies/linearizability";
import type { OperationKind, OperationRecorder } from "@sync-strategies/workload";

/** An operation of a client. Times are in milliseconds since the run began. */
export interface LaneOperation {
  readonly kind: OperationKind;
  readonly key: number;
  readonly calledMs: number;
  /** When its updater was called, each time; none of a read. */
  readonly attemptsMs: readonly number[];
  /** Undefined if it was still in flight when the run ended. */
  readonly completedMs: number | undefined;
}

interface Open {
  kind: OperationKind;
  key: number;
  calledMs: number;
  attemptsMs: number[];
  completedMs: number | undefined;
}

export class LaneRecorder implements OperationRecorder {
  readonly #history: HistoryRecorder;
  readonly #now: () => number;
  readonly #byClient = new Map<number, Open[]>();
  readonly #byNumber = new Map<number, Open>();

  constructor(history: HistoryRecorder, now: () => number) {
    this.#history = history;
    this.#now = now;
  }

  /** What a client did, in order; what completed at `endMs` or later counts as in flight. */
  laneOf(client: number, endMs: number): LaneOperation[] {
    return (this.#byClient.get(client) ?? [])
      .filter(({ calledMs }) => calledMs < endMs)
      .map((operation) => ({
        ...operation,
        attemptsMs: operation.attemptsMs.filter((atMs) => atMs < endMs),
        completedMs:
          operation.completedMs === undefined || operation.completedMs > endMs
            ? undefined
            : operation.completedMs,
      }));
  }

  callRead(client: number, key: number): number {
    return this.#call(client, "read", key, this.#history.callRead(client, key));
  }

  callWrite(client: number, key: number, value: number): number {
    return this.#call(client, "write", key, this.#history.callWrite(client, key, value));
  }

  callUpdate(client: number, key: number): number {
    return this.#call(client, "update", key, this.#history.callUpdate(client, key));
  }

  returnRead(operation: number, value: number | undefined): void {
    this.#history.returnRead(operation, value);
    this.#complete(operation);
  }

  returnWrite(operation: number): void {
    this.#history.returnWrite(operation);
    this.#complete(operation);
  }

  updating(operation: number, before: number | undefined, after: number): void {
    this.#history.updating(operation, before, after);
    this.#byNumber.get(operation)?.attemptsMs.push(this.#now());
  }

  returnUpdate(operation: number): void {
    this.#history.returnUpdate(operation);
    this.#complete(operation);
  }

  #call(client: number, kind: OperationKind, key: number, number: number): number {
    const operation = { kind, key, calledMs: this.#now(), attemptsMs: [], completedMs: undefined };
    this.#byNumber.set(number, operation);
    const lane = this.#byClient.get(client) ?? [];
    this.#byClient.set(client, lane);
    lane.push(operation);
    return number;
  }

  #complete(number: number): void {
    const operation = this.#byNumber.get(number);
    if (operation !== undefined) operation.completedMs = this.#now();
  }
}
