/**
 * One run of a workload on one store: all clients loop until the deadline, or until a number of
 * operations have completed, then finish what they have begun. Or, if the workload has a rate,
 * operations arrive by themselves: see open-loop.ts.
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
import { nextTurn } from "@sync-strategies/event-loop";
import type { StateStore } from "@sync-strategies/state-store";
import { UpdateLog } from "./acknowledged-updates.ts";
import { generateArrivals, ownArrivals, type Arrivals, type OwnArrivals } from "./arrivals.ts";
import { createHold } from "./hold.ts";
import { InFlightWatch, type OperationInFlight } from "./in-flight.ts";
import type { WorkloadParameters } from "./knobs.ts";
import { LatencyReservoir } from "./latency.ts";
import { machineNow } from "./machine-clock.ts";
import { assertValidShare, isOwn, partOf, WHOLE, type MemberShare } from "./member-share.ts";
import { OpenLoop } from "./open-loop.ts";
import { writtenValue, type OperationStream } from "./operation-streams.ts";
import { assertValidRunLength, type RunLength } from "./parameters.ts";
import { Pause } from "./pause.ts";
import { Progress } from "./progress.ts";
import type { RunNotes } from "./run-notes.ts";
import { kindOf, summarizeRun, type OperationKind, type RunResult } from "./run-result.ts";
import { samplingInterval } from "./sampling-interval.ts";
import { isOutcomeUnknown, newChange, UnknownWritesLog, type Change } from "./unknown-outcomes.ts";

/** How many operations of all clients lie between two looks at the clock. */
const OPERATIONS_BETWEEN_LOOKS = 1024;

/**
 * How long microtasks may keep the event loop from its turn, in milliseconds. Stores give it one
 * after ten; the run is ahead of them, so that a turn is taken once and not twice.
 */
const TURN_INTERVAL_MS = 8;

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

/**
 * Notified of every operation as it is called and as it returns. It sits between the clients and
 * the clock, so it must cost next to nothing.
 *
 * It is notified of one operation per client at a time, but for those of unknown outcome, which it
 * never sees return: see unknown-outcomes.ts. In an open loop, where a client's
 * operations overlap, the slots that operations in flight hold pass for clients.
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

/** What is left out has a default: nothing is recorded, arrivals are the seed's, the run is whole. */
export interface WorkloadRunOptions {
  readonly recorder?: OperationRecorder | undefined;
  /** Of all members' clients. */
  readonly arrivals?: Arrivals | undefined;
  /** The clients of this member run, and no others. */
  readonly share?: MemberShare | undefined;
  /**
   * Called with each operation of a closed loop that rejects, whatever that means for its outcome.
   * With it a failed operation ends nothing: the client goes on with its next one.
   */
  readonly onRejected?: ((client: number, reason: unknown) => void) | undefined;
}

/** What one client has done so far. */
interface Client {
  /** Its number among the clients of all members. */
  readonly number: number;
  readonly stream: OperationStream;
  readonly latency: LatencyReservoir;
  readonly pause: Pause | undefined;
  calls: number;
  counted: number;
  unknown: number;
  /** Of a closed loop, its latest operation, if that writes. */
  change: Change | undefined;
  /** See `Caller` in in-flight.ts. */
  timedCall: number;
  timedAt: number;
  timedCompleted: number;
  /** When the pause before the next operation began; 0 if there is none. */
  restingSince: number;
}

export class WorkloadRun {
  readonly #store: StateStore<number, number>;
  /** Those of this member. */
  readonly #clients: readonly Client[];
  /** How many clients all members have together. */
  readonly #clientCount: number;
  readonly #parameters: WorkloadParameters;
  readonly #streams: readonly OperationStream[];
  readonly #share: MemberShare;
  readonly #arrivals: OwnArrivals;
  readonly #hold: () => Promise<void>;
  readonly #samplingInterval: number;
  readonly #recorder: OperationRecorder | undefined;
  readonly #onRejected: WorkloadRunOptions["onRejected"];
  readonly #updates = new UpdateLog();
  readonly #unknownWrites = new UnknownWritesLog();
  readonly #inFlight: InFlightWatch;
  readonly #progress = new Progress(
    () => this.#completed,
    (now) => this.#inFlight.look(now, this.#completed),
  );
  #openLoop: OpenLoop | undefined;
  #timer: NodeJS.Timeout | undefined;

  #completed = 0;
  #unknown = 0;
  #pauses = 0;
  #pausedMs = 0;
  #turnsMs = 0;
  /** How many operations will have completed at the next look at the clock. */
  #nextLook = OPERATIONS_BETWEEN_LOOKS;
  #operations = Infinity;
  #stopped = false;
  #startedAt = 0;
  /** The same moment on the clock of the machine. */
  #startedAtMs = 0;
  #deadline = 0;
  #stoppedAt = 0;
  /** Of each client, its oldest operation in flight at the end; undefined if it had none. */
  #atTheEnd: readonly (OperationInFlight | undefined)[] = [];
  #lastTurnAt = 0;
  #gate: Promise<void> | undefined;
  /** Ends the run at once: after a failure other operations may never settle. */
  #abandon: (failure: OperationFailedError) => void = () => {};

  constructor(
    store: StateStore<number, number>,
    parameters: WorkloadParameters,
    streams: readonly OperationStream[],
    options: WorkloadRunOptions = {},
  ) {
    const { recorder, arrivals = generateArrivals(parameters), share = WHOLE } = options;
    assertValidShare(share);
    this.#store = store;
    this.#recorder = recorder;
    this.#onRejected = options.onRejected;
    this.#parameters = parameters;
    this.#streams = streams;
    this.#share = share;
    this.#arrivals = ownArrivals(arrivals, share);
    this.#clientCount = streams.length;
    this.#clients = streams.flatMap((stream, number) =>
      isOwn(number, share) ? newClient(number, stream, parameters) : [],
    );
    this.#inFlight = new InFlightWatch(this.#clients);
    this.#hold = createHold(parameters.hold);
    this.#samplingInterval = samplingInterval(parameters);
  }

  /**
   * How many operations have completed so far, or had an unknown outcome: the sign that the store is
   * alive.
   */
  get completedOps(): number {
    return this.#completed + this.#unknown;
  }

  /**
   * Runs for that long (a bare number is a time in milliseconds), and resolves once every
   * operation that was called has settled. A store that does not settle one keeps this pending:
   * the caller watches {@link completedOps}.
   *
   * @throws {OperationFailedError} if an operation rejected or threw, unless its outcome is unknown,
   * or gave a result that no store may give. The run then ends early.
   * @throws {RangeError} if the run length is out of its bounds.
   */
  async start(runLength: number | RunLength): Promise<RunResult> {
    const notes = await this.takePart(runLength);
    return summarizeRun(this.#parameters, this.#streams, [notes]);
  }

  /**
   * As {@link start}, for one of several members: resolves to what this one noted, to be summarized
   * with what the others did. Of a number of operations, which all members perform together, this
   * one performs a part in proportion to its clients.
   */
  async takePart(runLength: number | RunLength): Promise<RunNotes> {
    const until = typeof runLength === "number" ? { durationMs: runLength } : runLength;
    assertValidRunLength(until);
    if ("operations" in until) {
      this.#operations = partOf(until.operations, this.#clientCount, this.#share);
    }
    this.#nextLook = Math.min(OPERATIONS_BETWEEN_LOOKS, this.#operations);
    const durationMs = "durationMs" in until ? until.durationMs : Infinity;
    const abandoned = new Promise<never>((_, reject) => (this.#abandon = reject));
    this.#startedAtMs = machineNow();
    this.#startedAt = this.#lastTurnAt = performance.now();
    this.#progress.start(this.#startedAt);
    try {
      if (this.#clients.length === 0 || this.#operations === 0) this.#stop();
      else await Promise.race([this.#run(durationMs), abandoned]);
      return this.#notes();
    } finally {
      clearTimeout(this.#timer);
      this.#progress.stop();
    }
  }

  /** Ends the run as its deadline would, if it has begun. */
  end(): void {
    this.#stop();
  }

  #run(durationMs: number): Promise<unknown> {
    return this.#parameters.ratePerSecond > 0
      ? this.#runOpenLoop(durationMs)
      : this.#runClosedLoops(durationMs);
  }

  #runClosedLoops(durationMs: number): Promise<unknown> {
    this.#deadline = this.#startedAt + durationMs;
    if (durationMs < Infinity) this.#timer = setTimeout(() => this.#stop(), durationMs);
    const loops = this.#clients.map((client) => this.#loop(client));
    // Each has called its first operation by now.
    this.#inFlight.look(performance.now(), 0);
    return Promise.all(loops);
  }

  /** Here the deadline is the open loop's: it first releases whatever arrived before. */
  #runOpenLoop(durationMs: number): Promise<void> {
    const { ratePerSecond, maximumInFlight } = this.#parameters;
    const slots = partOf(maximumInFlight, this.#clientCount, this.#share);
    this.#deadline = Infinity;
    this.#openLoop = new OpenLoop({
      arrivals: this.#arrivals,
      ratePerSecond,
      maximumInFlight: Math.max(1, slots),
      durationMs,
      nextKey: (place) => nextKey(this.#clients[place]!),
      perform: (place, slot, intendedAt) => this.#perform(place, slot, intendedAt),
      onDeadline: () => this.#stop(),
    });
    return this.#openLoop.run(this.#startedAt);
  }

  /** An operation that rejects ends a client's loop, and the client begins another one. */
  async #loop(client: Client): Promise<void> {
    const { role } = client.stream;
    while (!this.#stopped) {
      try {
        if (role === "reader") await this.#readLoop(client);
        else if (role === "writer") await this.#writeLoop(client);
        else await this.#updateLoop(client);
      } catch (error) {
        const isUnknown = isOutcomeUnknown(error);
        if (!isUnknown && this.#onRejected === undefined) return this.#fail(kindOf[role], error);
        this.#onRejected?.(client.number, error);
        if (isUnknown) this.#leaveOpen(client, client.change);
        if (client.pause !== undefined && !this.#stopped) {
          client.restingSince = performance.now();
          await client.pause.sleep();
        }
        if (this.#gate !== undefined) await this.#gate;
      }
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
    const change = (client.change = newChange());
    while (!this.#stopped) {
      const key = (change.key = keys[client.calls % keys.length] ?? 0);
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
    // One updater serves all of the loop's operations: a client has one at a time, and one whose
    // outcome is unknown, which may call it again, was the last of its loop. Where a strategy runs it
    // more than once, the last run is the one that counts.
    const change = (client.change = newChange());
    const updater = async (current: number | undefined): Promise<number> => {
      change.before = current;
      change.hasRun = true;
      recorder?.updating(operation, current, change.after);
      await this.#hold();
      return change.after;
    };
    while (!this.#stopped) {
      const key = (change.key = keys[client.calls % keys.length] ?? 0);
      const after = (change.after = this.#nextValue(client));
      change.hasRun = false;
      const calledAt = this.#call(client);
      operation = recorder === undefined ? 0 : recorder.callUpdate(client.number, key);
      const result = await this.#store.update(key, updater);
      if (recorder !== undefined) recorder.returnUpdate(operation);
      this.#complete(client, calledAt);
      assertReturned(result, after);
      this.#updates.add(key, change.before, after);
      if (client.pause !== undefined && !this.#stopped) await client.pause.sleep();
      if (this.#gate !== undefined) await this.#gate;
    }
  }

  /**
   * One operation of an open loop, the next one of its client's stream. Never rejects.
   *
   * @param place which of this member's clients, from 0.
   */
  async #perform(place: number, slot: number, intendedAt: number): Promise<void> {
    const client = this.#clients[place];
    if (client === undefined) throw new RangeError(`There is no client ${place}.`);
    // As clients are numbered over all members, so are the slots that pass for them.
    const slotOfAll = slot * this.#share.members + this.#share.member;
    const { role } = client.stream;
    const change = newChange();
    change.key = nextKey(client);
    if (role !== "reader") change.after = this.#nextValue(client);
    client.calls++;
    try {
      if (role === "reader") await this.#read(change.key, slotOfAll);
      else if (role === "writer") await this.#write(change, slotOfAll);
      else await this.#update(change, slotOfAll);
      client.latency.add(performance.now() - intendedAt);
      this.#openLoop?.complete(slot);
      this.#complete(client, 0);
    } catch (error) {
      if (!isOutcomeUnknown(error)) return this.#fail(kindOf[role], error);
      this.#openLoop?.complete(slot);
      this.#leaveOpen(client, role === "reader" ? undefined : change);
    }
  }

  async #read(key: number, slot: number): Promise<void> {
    const operation = this.#recorder?.callRead(slot, key) ?? 0;
    const value = await this.#store.read(key);
    this.#recorder?.returnRead(operation, value);
  }

  async #write({ key, after: value }: Change, slot: number): Promise<void> {
    const operation = this.#recorder?.callWrite(slot, key, value) ?? 0;
    await this.#store.write(key, value);
    this.#recorder?.returnWrite(operation);
  }

  async #update(change: Change, slot: number): Promise<void> {
    const { key, after } = change;
    const operation = this.#recorder?.callUpdate(slot, key) ?? 0;
    const result = await this.#store.update(key, async (current) => {
      change.before = current;
      change.hasRun = true;
      this.#recorder?.updating(operation, current, after);
      await this.#hold();
      return after;
    });
    this.#recorder?.returnUpdate(operation);
    assertReturned(result, after);
    this.#updates.add(key, change.before, after);
  }

  #nextValue({ stream, number, calls }: Client): number {
    return writtenValue(stream, number, this.#clientCount, calls);
  }

  /** Notes that an operation is about to be called; returns when, or 0 if it is not timed. */
  #call(client: Client): number {
    const timed = (client.calls++ + client.number) % this.#samplingInterval === 0;
    if (!timed) return 0;
    const now = performance.now();
    client.timedCall = client.calls;
    client.timedAt = now;
    client.timedCompleted = this.#completed;
    if (client.restingSince !== 0) {
      this.#pausedMs += now - client.restingSince;
      this.#pauses++;
    }
    return now;
  }

  #complete(client: Client, calledAt: number): void {
    if (!this.#stopped) {
      client.counted++;
      if (calledAt !== 0) {
        const now = performance.now();
        client.latency.add(now - calledAt);
        if (client.pause !== undefined) client.restingSince = now;
      }
    }
    if (++this.#completed >= this.#nextLook) this.#look();
  }

  /** The outcome of the client's operation is unknown. */
  #leaveOpen(client: Client, change: Change | undefined): void {
    client.unknown++;
    this.#unknown++;
    if (change !== undefined) this.#unknownWrites.add(change);
    // These may be all that happens.
    this.#look();
  }

  /** Looks whether the run is over, and whether the event loop should have its turn. */
  #look(): void {
    if (this.#stopped) return;
    const now = performance.now();
    const left = this.#operations - this.#unknown;
    if (now >= this.#deadline || this.#completed >= left) {
      this.#stop();
      return;
    }
    this.#nextLook = Math.min(this.#completed + OPERATIONS_BETWEEN_LOOKS, left);
    this.#inFlight.look(now, this.#completed);
    if (now - this.#lastTurnAt >= TURN_INTERVAL_MS && this.#gate === undefined) {
      this.#gate = nextTurn().then(() => {
        this.#gate = undefined;
        this.#lastTurnAt = performance.now();
        this.#turnsMs += this.#lastTurnAt - now;
      });
    }
  }

  #stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stoppedAt = performance.now();
    this.#atTheEnd =
      this.#openLoop?.oldest(this.#stoppedAt, this.#clients.length) ??
      this.#inFlight.operations(this.#stoppedAt, this.#completed);
    this.#openLoop?.stop();
    for (const client of this.#clients) client.pause?.end();
  }

  #fail(operation: OperationKind, cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#stop();
    this.#abandon(new OperationFailedError(operation, message, cause));
  }

  #notes(): RunNotes {
    return {
      share: this.#share,
      startedAtMs: this.#startedAtMs,
      elapsedMs: this.#stoppedAt - this.#startedAt,
      clients: this.#clients.map(({ calls, counted, unknown, latency }, place) => ({
        calls,
        counted,
        unknown,
        latency: latency.sample(),
        inFlight: this.#atTheEnd[place],
      })),
      completed: this.#completed,
      updates: this.#updates.updates(),
      unknownWrites: this.#unknownWrites.writes(),
      turnsMs: this.#turnsMs,
      pauses: this.#pauses,
      pausedMs: this.#pausedMs,
      progress: this.#progress.samples,
      timerLateness: this.#progress.lateness(),
      openLoop: this.#openLoop?.notes(),
    };
  }
}

function newClient(
  number: number,
  stream: OperationStream,
  { pauseUs }: WorkloadParameters,
): Client {
  return {
    number,
    stream,
    latency: new LatencyReservoir(),
    pause: pauseUs > 0 ? new Pause(pauseUs) : undefined,
    calls: 0,
    counted: 0,
    unknown: 0,
    change: undefined,
    timedCall: 0,
    timedAt: 0,
    timedCompleted: 0,
    restingSince: 0,
  };
}

function nextKey({ stream, calls }: Client): number {
  return stream.keys[calls % stream.keys.length] ?? 0;
}

function assertReturned(result: number, after: number): void {
  if (result === after) return;
  throw new TypeError(`it resolved to ${String(result)}, its updater returned ${after}`);
}
