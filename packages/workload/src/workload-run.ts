/**
 * One run of a workload on one store: all clients loop until the deadline, then finish what
 * they have begun.
 *
 * Two clocks end a run. A timer does where operations are few. Where clients await nothing but
 * microtasks no timer would ever fire, so they also look at the clock themselves, once in 1,024
 * operations. For the same reason they give the event loop its turn every few milliseconds: all
 * of them stop at one gate, the loop turns, all go on. (One client alone stepping aside would
 * not help, since the others would keep the microtask queue full.)
 *
 * The loops are plain and somewhat repetitive on purpose: what they do between two operations
 * is part of what is measured.
 */
import type { StateStore } from "@sync-strategies/state-store";
import { holder, nextTurn, Pause } from "./event-loop.ts";
import { LatencyReservoir, summarizeLatency, type LatencySummary } from "./latency.ts";
import { writtenValue, type OperationStream, type Role } from "./operation-streams.ts";
import type { WorkloadParameters } from "./parameters.ts";

/** How many operations of all clients lie between two looks at the clock. A power of two. */
const OPERATIONS_BETWEEN_LOOKS = 1024;

/** How long microtasks may keep the event loop from its turn, in milliseconds. */
const TURN_INTERVAL_MS = 10;

/** Where operations follow each other without rest, one in this many of each client is timed. */
const SAMPLING_INTERVAL = 16;

/**
 * One operation of each client is timed in this many. Reading the clock twice costs about as
 * much as a fast store's whole operation, so only a sample is timed where speed is the question.
 * Where timers set the pace, in a pause or in a hold, every operation is.
 */
export function samplingInterval({ pauseUs, updaters, hold }: WorkloadParameters): number {
  const heldByTimer = updaters > 0 && typeof hold === "number" && hold > 0;
  return pauseUs > 0 || heldByTimer ? 1 : SAMPLING_INTERVAL;
}

/** An update that its client was told has succeeded. */
export interface AcknowledgedUpdate {
  readonly key: number;
  /** The value that the updater was given. */
  readonly before: number | undefined;
  /** The value that it returned. */
  readonly after: number;
}

export interface RunResult {
  /** Operations that completed before the deadline, by kind. */
  readonly readOps: number;
  readonly writeOps: number;
  readonly updateOps: number;
  /** From the first call to the deadline. */
  readonly elapsedMs: number;
  /** Operations called before the deadline that completed after it. They are not counted. */
  readonly inFlightAtDeadline: number;
  /** Counted operations of each client, in the order of the streams. */
  readonly perClientOps: readonly number[];
  /** How many operations each client called in all, counted or not. */
  readonly perClientCalls: readonly number[];
  /** Every update that succeeded, before or after the deadline. */
  readonly acknowledgedUpdates: readonly AcknowledgedUpdate[];
  /** Service times of all timed operations, and of each kind that there was. */
  readonly latency: Readonly<Partial<Record<"all" | OperationKind, LatencySummary>>>;
}

export type OperationKind = "read" | "write" | "update";

const kindOf = { reader: "read", writer: "write", updater: "update" } as const satisfies Record<
  Role,
  OperationKind
>;

/** An operation of the store failed during a run. The store's own error is the `cause`. */
export class OperationFailedError extends Error {
  readonly code = "OPERATION_FAILED";
  readonly operation: OperationKind;

  constructor(operation: OperationKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "OperationFailedError";
    this.operation = operation;
  }
}

function summarize(clients: readonly Client[]): LatencySummary {
  return summarizeLatency(clients.map((client) => client.latency));
}

/**
 * Told of every operation as it is called and as it returns. It stands between the clients and
 * the clock, so it must cost next to nothing.
 */
export interface OperationRecorder {
  /** Each call returns a number for the operation, which is handed back with what comes of it. */
  callRead(client: number, key: number): number;
  callWrite(client: number, key: number, value: number): number;
  callUpdate(client: number, key: number): number;
  returnRead(operation: number, value: number | undefined): void;
  returnWrite(operation: number): void;
  /** The updater was called with `before` and is going to return `after`. */
  updating(operation: number, before: number | undefined, after: number): void;
  returnUpdate(operation: number): void;
}

/** What one client has done so far. */
interface Client {
  readonly number: number;
  readonly stream: OperationStream;
  readonly latency: LatencyReservoir;
  readonly pause: Pause | undefined;
  calls: number;
  counted: number;
}

export class WorkloadRun {
  readonly #store: StateStore<number, number>;
  readonly #clients: readonly Client[];
  readonly #hold: () => Promise<void>;
  readonly #samplingInterval: number;
  readonly #recorder: OperationRecorder | undefined;
  readonly #updates: AcknowledgedUpdate[] = [];

  #completed = 0;
  #stopped = false;
  #startedAt = 0;
  #deadline = 0;
  #stoppedAt = 0;
  #lastTurnAt = 0;
  #gate: Promise<void> | undefined;
  /** Ends the run at once: after a failure other operations may never settle. */
  #abandon: (failure: OperationFailedError) => void = () => {};

  constructor(
    store: StateStore<number, number>,
    parameters: WorkloadParameters,
    streams: readonly OperationStream[],
    recorder?: OperationRecorder,
  ) {
    this.#store = store;
    this.#recorder = recorder;
    this.#clients = streams.map((stream, number) => ({
      number,
      stream,
      latency: new LatencyReservoir(),
      pause: parameters.pauseUs > 0 ? new Pause(parameters.pauseUs) : undefined,
      calls: 0,
      counted: 0,
    }));
    this.#hold = holder(parameters.hold);
    this.#samplingInterval = samplingInterval(parameters);
  }

  /** How many operations have completed so far: the sign that the store is alive. */
  get completedOps(): number {
    return this.#completed;
  }

  /**
   * Runs for that long, and resolves once every operation that was called has settled. A store
   * that does not settle one keeps this pending: whoever calls it watches {@link completedOps}.
   *
   * @throws {OperationFailedError} if an operation rejected, threw, or gave a result that no
   * store may give. The run then ends early.
   */
  async start(durationMs: number): Promise<RunResult> {
    this.#startedAt = this.#lastTurnAt = performance.now();
    this.#deadline = this.#startedAt + durationMs;
    const timer = setTimeout(() => this.#stop(), durationMs);
    const abandoned = new Promise<never>((_, reject) => (this.#abandon = reject));
    try {
      await Promise.race([
        Promise.all(this.#clients.map((client) => this.#loop(client))),
        abandoned,
      ]);
      return this.#result();
    } finally {
      clearTimeout(timer);
    }
  }

  async #loop(client: Client): Promise<void> {
    try {
      if (client.stream.role === "reader") await this.#readLoop(client);
      else if (client.stream.role === "writer") await this.#writeLoop(client);
      else await this.#updateLoop(client);
    } catch (error) {
      this.#fail(kindOf[client.stream.role], error);
    }
  }

  async #readLoop(client: Client): Promise<void> {
    const { keys } = client.stream;
    const recorder = this.#recorder;
    while (!this.#stopped) {
      const key = keys[client.calls % keys.length] ?? 0;
      const calledAt = this.#call(client);
      const operation = recorder === undefined ? 0 : recorder.callRead(client.number, key);
      const value = await this.#store.read(key);
      if (recorder !== undefined) recorder.returnRead(operation, value);
      this.#complete(client, calledAt);
      if (client.pause !== undefined && !this.#stopped) await client.pause.sleep();
      if (this.#gate !== undefined) await this.#gate;
    }
  }

  async #writeLoop(client: Client): Promise<void> {
    const { keys } = client.stream;
    const recorder = this.#recorder;
    while (!this.#stopped) {
      const key = keys[client.calls % keys.length] ?? 0;
      const value = this.#nextValue(client);
      const calledAt = this.#call(client);
      const operation = recorder === undefined ? 0 : recorder.callWrite(client.number, key, value);
      await this.#store.write(key, value);
      if (recorder !== undefined) recorder.returnWrite(operation);
      this.#complete(client, calledAt);
      if (client.pause !== undefined && !this.#stopped) await client.pause.sleep();
      if (this.#gate !== undefined) await this.#gate;
    }
  }

  async #updateLoop(client: Client): Promise<void> {
    const { keys } = client.stream;
    const recorder = this.#recorder;
    let operation = 0;
    let before: number | undefined;
    let after = 0;
    // One updater serves all of the client's operations: a client has one at a time. Where a
    // strategy runs it more than once, the last run is the one that counts.
    const updater = async (current: number | undefined): Promise<number> => {
      before = current;
      recorder?.updating(operation, current, after);
      await this.#hold();
      return after;
    };
    while (!this.#stopped) {
      const key = keys[client.calls % keys.length] ?? 0;
      after = this.#nextValue(client);
      const calledAt = this.#call(client);
      operation = recorder === undefined ? 0 : recorder.callUpdate(client.number, key);
      const result = await this.#store.update(key, updater);
      if (recorder !== undefined) recorder.returnUpdate(operation);
      this.#complete(client, calledAt);
      if (result !== after) {
        throw new TypeError(`it resolved to ${String(result)}, its updater returned ${after}`);
      }
      this.#updates.push({ key, before, after });
      if (client.pause !== undefined && !this.#stopped) await client.pause.sleep();
      if (this.#gate !== undefined) await this.#gate;
    }
  }

  #nextValue({ stream, number, calls }: Client): number {
    return writtenValue(stream, number, this.#clients.length, calls);
  }

  /** Notes that an operation is about to be called; returns when, or 0 if it is not timed. */
  #call(client: Client): number {
    const timed = (client.calls++ + client.number) % this.#samplingInterval === 0;
    return timed ? performance.now() : 0;
  }

  #complete(client: Client, calledAt: number): void {
    if ((++this.#completed & (OPERATIONS_BETWEEN_LOOKS - 1)) === 0) this.#lookAtClock();
    if (this.#stopped) return;
    client.counted++;
    if (calledAt !== 0) client.latency.add(performance.now() - calledAt);
  }

  #lookAtClock(): void {
    const now = performance.now();
    if (now >= this.#deadline) {
      this.#stop();
    } else if (now - this.#lastTurnAt >= TURN_INTERVAL_MS && this.#gate === undefined) {
      this.#gate = nextTurn().then(() => {
        this.#gate = undefined;
        this.#lastTurnAt = performance.now();
      });
    }
  }

  #stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stoppedAt = performance.now();
    for (const client of this.#clients) client.pause?.end();
  }

  #fail(operation: OperationKind, cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#stop();
    this.#abandon(new OperationFailedError(operation, message, cause));
  }

  #result(): RunResult {
    const countOf = (kind: OperationKind): number =>
      this.#clientsOf(kind).reduce((sum, client) => sum + client.counted, 0);
    const counted = countOf("read") + countOf("write") + countOf("update");
    return {
      readOps: countOf("read"),
      writeOps: countOf("write"),
      updateOps: countOf("update"),
      elapsedMs: this.#stoppedAt - this.#startedAt,
      inFlightAtDeadline: this.#completed - counted,
      perClientOps: this.#clients.map((client) => client.counted),
      perClientCalls: this.#clients.map((client) => client.calls),
      acknowledgedUpdates: this.#updates,
      latency: this.#latency(),
    };
  }

  #latency(): RunResult["latency"] {
    const kinds = (["read", "write", "update"] as const).filter(
      (kind) => this.#clientsOf(kind).length > 0,
    );
    return {
      all: summarize(this.#clients),
      ...Object.fromEntries(kinds.map((kind) => [kind, summarize(this.#clientsOf(kind))])),
    };
  }

  #clientsOf(kind: OperationKind): Client[] {
    return this.#clients.filter((client) => kindOf[client.stream.role] === kind);
  }
}
