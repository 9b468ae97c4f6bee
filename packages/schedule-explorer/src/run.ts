import { nextTurn } from "@sync-strategies/event-loop";
import {
  assertStore,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Strategy,
} from "@sync-strategies/state-store";
import { UnexplorableStoreError } from "./errors.ts";
import type { FailureKind, Fault } from "./fault.ts";
import { observer, type Call, type RunEvent } from "./history.ts";
import { OutsideWorld, passTime } from "./outside-world.ts";
import { restartChance } from "./repeatable-chance.ts";
import {
  describeCall,
  describeClient,
  describeError,
  describeState,
  judgeCalls,
  judgeClosing,
  judgeSettling,
} from "./judge.ts";
import {
  type AbortOperation,
  clientLetter,
  describeOperation,
  scenarioKeys,
  type PlannedOperation,
  type Scenario,
  type UpdateOperation,
} from "./scenario.ts";

/** All that the explorer needs of a strategy. */
export type StoreSource = Pick<Strategy, "createStore">;

export interface RunLimits {
  /**
   * After a step, a client counts as waiting when this many consecutive turns of the event loop
   * have brought no event. One turn covers any chain of promises; each consecutive `setImmediate`
   * of the store takes one more. Timers and other threads are not covered.
   */
  readonly quietTurns: number;
  /** The same where a call waits although no updater awaits: then nothing should keep it waiting. */
  readonly standstillTurns: number;
  /** The most turns of the event loop that one step may take. */
  readonly turnsPerStep: number;
  readonly stepsPerRun: number;
  readonly updaterRunsPerStep: number;
  /** The most operations that may be called after an operation of their key and served before it. */
  readonly overtakenAtMost: number;
}

export const defaultLimits: RunLimits = {
  quietTurns: 3,
  standstillTurns: 30,
  turnsPerStep: 1000,
  stepsPerRun: 200,
  updaterRunsPerStep: 1000,
  overtakenAtMost: 10,
};

/**
 * The calls that waited in earlier runs of an exploration although no updater awaited, and stood
 * still while they were watched. To watch each of them in every run would take minutes.
 */
export type Standstills = Set<string>;

/** How long a store may take to be created, in milliseconds, and how often that is looked at. */
const CREATION_MS = 2000;
const TICK_MS = 10;

/** How long a standstill is watched, in milliseconds, before it is called one. */
const STANDSTILL_MS = 50;

/**
 * One run of a scenario on a fresh store, a step at a time.
 *
 * Invariant: between two steps everything has been drained. Then nothing happens without a step:
 * each client can take a step (`canStep`), or waits for another client's step, or has finished.
 * So the same steps on a deterministic store always lead to the same state.
 *
 * An abandoned run holds only memory: its open operations are dropped.
 */
export class Run {
  readonly events: RunEvent[] = [];
  readonly calls: Call[] = [];
  /** The letters of the clients in the order of their steps. */
  schedule = "";
  /** How many steps were taken by another client than the previous step. */
  switches = 0;
  /** The client that took the last step, or -1. */
  previous = -1;
  fault: Fault | undefined;

  readonly #scenario: Scenario;
  readonly #store: StateStore<string, Storable>;
  readonly #limits: RunLimits;
  readonly #standstills: Standstills;
  readonly #outside = new OutsideWorld();
  readonly #clients: Client[];
  #step = 0;
  #updaterRunsInStep = 0;
  #closed = false;

  /** Makes the store and writes the initial values. */
  static async start(
    scenario: Scenario,
    source: StoreSource,
    limits: RunLimits,
    standstills: Standstills = new Set(),
  ): Promise<Run> {
    restartChance();
    const run = new Run(scenario, await createStore(source, limits), limits, standstills);
    const initial = Object.entries(scenario.initial ?? {});
    if (initial.length > 0) {
      for (const [key, value] of initial) run.#call(observer, { kind: "write", key, value });
      await run.#drain();
      run.#requireAnswers();
    }
    return run;
  }

  private constructor(
    scenario: Scenario,
    store: StateStore<string, Storable>,
    limits: RunLimits,
    standstills: Standstills,
  ) {
    this.#scenario = scenario;
    this.#store = store;
    this.#limits = limits;
    this.#standstills = standstills;
    const targets = new Set<string>();
    for (const operation of scenario.clients.flat()) {
      if (operation.kind === "abort") targets.add(operation.target);
    }
    this.#clients = scenario.clients.map((operations, index) => ({
      operations,
      next: 0,
      call: undefined,
      gates: [],
      abortable: targets.has(clientLetter(index)),
      controller: undefined,
    }));
  }

  /** The indexes of the clients that can take a step: call their next operation, or continue. */
  choices(): number[] {
    const choices: number[] = [];
    for (let index = 0; index < this.#clients.length; index++) {
      if (this.canStep(index)) choices.push(index);
    }
    return choices;
  }

  canStep(index: number): boolean {
    const client = this.#clients[index];
    if (client === undefined || this.fault !== undefined) return false;
    return (
      client.gates.length > 0 ||
      (client.call === undefined && client.next < client.operations.length)
    );
  }

  /** The number of switches if this client takes the next step. */
  switchesTo(index: number): number {
    return this.switches + (this.previous === -1 || this.previous === index ? 0 : 1);
  }

  /** Whether a client has an open operation that only another client's step can advance. */
  isWaiting(index: number): boolean {
    const client = this.#clients[index];
    return client !== undefined && client.call !== undefined && client.gates.length === 0;
  }

  /** The clients whose updater awaits: they hold the state, if the store excludes others. */
  holders(): number[] {
    return [...this.#clients.keys()].filter((index) => this.#clients[index]!.gates.length > 0);
  }

  /** The key of a client's open operation, if any. */
  openKey(index: number): string | undefined {
    const operation = this.#clients[index]?.call?.operation;
    return operation !== undefined && "key" in operation ? operation.key : undefined;
  }

  /** A client's open call, if any. */
  openCall(index: number): Call | undefined {
    return this.#clients[index]?.call;
  }

  /** The index, in the client's list, of the operation that it calls next. */
  nextOperation(index: number): number {
    return this.#clients[index]?.next ?? 0;
  }

  /** Lets a client that can take a step take it, and drains. */
  async step(index: number): Promise<void> {
    const client = this.#clients[index];
    if (client === undefined || !this.canStep(index))
      throw new RangeError("This client cannot take a step.");
    this.#step++;
    this.#updaterRunsInStep = 0;
    this.schedule += clientLetter(index);
    this.switches = this.switchesTo(index);
    this.previous = index;

    const gate = client.gates.shift();
    if (gate === undefined) {
      const operation = client.operations[client.next++]!;
      if (operation.kind === "abort") this.#abort(index, operation);
      else this.#call(index, operation);
    } else {
      this.#record(index, "continued", gate.operation);
      gate.open();
    }
    await this.#drain();

    if (this.#closed) this.fault ??= judgeClosing(this.calls);
    if (this.fault === undefined && this.#step >= this.#limits.stepsPerRun) {
      this.#fail("livelock", `The clients have not finished after ${this.#step} steps.`);
    }
  }

  /**
   * Judges a run in which no client can take another step: finds operations that will never
   * settle, reads the final state, and checks the history.
   */
  async finish(): Promise<void> {
    if (this.fault !== undefined) return;
    if (this.#requireAnswers()) return;
    const keys = scenarioKeys(this.#scenario);
    const reads = this.#closed ? undefined : await this.observe(keys);
    if (this.#requireAnswers()) return;
    const violation = judgeCalls(this.calls, keys);
    if (violation !== undefined) {
      this.#fail("not-linearizable", violation);
      return;
    }
    const { invariant } = this.#scenario;
    if (reads === undefined || invariant === undefined) return;
    const state = new Map([...reads].map(([key, { result }]) => [key, result]));
    if (!invariant.holds(state)) {
      this.#fail("invariant", `It does not hold that ${invariant.rule}: ${describeState(state)}.`);
    }
  }

  /**
   * Reads keys now, as another client would. The run cannot be used afterwards: the reads may have
   * affected other operations. A read that is still open then was not answered.
   */
  async observe(keys: readonly string[]): Promise<ReadonlyMap<string, Call>> {
    const reads = new Map(keys.map((key) => [key, this.#call(observer, { kind: "read", key })]));
    await this.#drain();
    return reads;
  }

  /** Lets the store of a finished run release what it holds, without waiting for it. */
  release(): void {
    if (this.#closed) return;
    try {
      Promise.resolve(this.#store.close()).catch(() => {});
    } catch {
      // The run has been judged; other tests cover closing.
    }
  }

  #abort(index: number, operation: AbortOperation): void {
    this.#record(index, "aborted", operation);
    const target = this.#clients.find((_, other) => clientLetter(other) === operation.target);
    if (target?.call === undefined) return;
    if (target.call.updaterRuns === 0) target.call.cancelled = true;
    target.controller?.abort(abortReason);
  }

  /** Calls the store for a client, or for the explorer itself. */
  #call(index: number, operation: StoreOperation): Call {
    const call: Call = {
      client: index,
      operation,
      calledAt: this.events.length,
      settledAt: Number.POSITIVE_INFINITY,
      outcome: "open",
      result: undefined,
      updaterRuns: 0,
      before: undefined,
      after: undefined,
      thrown: undefined,
      overtaken: 0,
      startedOver: 0,
      changedMeanwhile: false,
      afterClose: this.#closed,
      cancelled: false,
    };
    this.calls.push(call);
    this.#record(index, "called", operation);
    const client = this.#clients[index];
    if (client !== undefined) client.call = call;

    let promise: Promise<unknown>;
    try {
      promise = Promise.resolve(this.#invoke(call, operation, this.#options(client)));
    } catch (error) {
      const reason = `threw ${describeError(error)} instead of rejecting`;
      this.#fail("threw", `${describeCall(call)} ${reason}.`);
      return call;
    }
    const settle = (outcome: "resolved" | "rejected", result: unknown): void => {
      call.settledAt = this.events.length;
      call.outcome = outcome;
      call.result = result;
      this.#record(index, outcome, operation, result);
      const fault = judgeSettling(call, abortReason);
      if (fault !== undefined) this.#fail(fault.kind, fault.explanation);
      this.#countOvertaken(call);
      if (client?.call !== call) return;
      client.call = undefined;
      this.#followUp(index, client);
    };
    promise.then(
      (value) => settle("resolved", value),
      (error: unknown) => settle("rejected", error),
    );
    return call;
  }

  /** Calls the client's next operation, if that follows at once. */
  #followUp(index: number, client: Client): void {
    const operation = client.operations[client.next];
    if (this.fault !== undefined || operation === undefined) return;
    if (!("followsAtOnce" in operation && operation.followsAtOnce)) return;
    client.next++;
    this.#call(index, operation);
  }

  /** Counts a call that has settled against those of its key that were called before it. */
  #countOvertaken(settled: Call): void {
    const { operation } = settled;
    if (!("key" in operation)) return;
    const changes = operation.kind !== "read" && settled.outcome === "resolved";
    // While an updater awaits, the store may have no choice whom to serve.
    const hasChoice = this.holders().length === 0;
    for (const call of this.calls) {
      const { operation: other, outcome } = call;
      if (outcome !== "open" || !("key" in other) || other.key !== operation.key) continue;
      if (changes && call.updaterRuns > 0) call.changedMeanwhile = true;
      if (!hasChoice || call.updaterRuns > 0 || call.calledAt > settled.calledAt) continue;
      call.overtaken++;
      if (call.overtaken <= this.#limits.overtakenAtMost) continue;
      const later = this.calls.filter((each) => each.calledAt > call.calledAt);
      const others = new Set(later.filter((each) => each.outcome !== "open").map(describeCall));
      this.#fail(
        "starvation",
        `${describeCall(call)} still waits, although ${call.overtaken} operations that were called ` +
          `later are done: ${[...others].join(", ")}.`,
      );
    }
  }

  #invoke(
    call: Call,
    operation: StoreOperation,
    options: OperationOptions | undefined,
  ): Promise<unknown> {
    switch (operation.kind) {
      case "read":
        return this.#store.read(operation.key, options);
      case "write":
        return this.#store.write(operation.key, operation.value, options);
      case "update":
        return this.#store.update(
          operation.key,
          (current) => this.#runUpdater(call, operation, current),
          options,
        );
      default:
        this.#closed = true;
        return this.#store.close();
    }
  }

  /** Only the operations of clients that the scenario aborts carry a signal, a new one each. */
  #options(client: Client | undefined): OperationOptions | undefined {
    if (client?.abortable !== true) return undefined;
    client.controller = new AbortController();
    return { signal: client.controller.signal };
  }

  #runUpdater(
    call: Call,
    operation: UpdateOperation<Storable>,
    current: Storable | undefined,
  ): Storable | Promise<Storable> {
    call.updaterRuns++;
    if (++this.#updaterRunsInStep > this.#limits.updaterRunsPerStep) {
      const runs = `${this.#limits.updaterRunsPerStep} times within one step`;
      this.#fail("livelock", `The updater of ${describeOperation(operation)} was run ${runs}.`);
      // This call never settles, so a store that keeps retrying stops here.
      return new Promise(() => {});
    }
    if (call.changedMeanwhile) call.startedOver++;
    call.changedMeanwhile = false;
    if (call.startedOver > this.#limits.overtakenAtMost) {
      const times = `${call.startedOver} times`;
      this.#fail(
        "starvation",
        `${describeCall(call)} has started over ${times}, because another change came first each time.`,
      );
      return new Promise(() => {});
    }
    this.#record(call.client, "updater-called", operation, current);
    const awaits = operation.awaits > 0 && operation.awaitsIf?.(current) !== false;
    if (!awaits) return this.#compute(call, operation, current);
    const next = this.#awaitGates(call, operation).then(() =>
      this.#compute(call, operation, current),
    );
    // If the store ignores the rejection, it must not end the process.
    next.catch(() => {});
    return next;
  }

  async #awaitGates(call: Call, operation: UpdateOperation<Storable>): Promise<void> {
    for (let count = 0; count < operation.awaits; count++) {
      this.#record(call.client, "updater-awaits", operation);
      await new Promise<void>((open) => {
        this.#clients[call.client]?.gates.push({ open, operation });
      });
    }
  }

  #compute(
    call: Call,
    operation: UpdateOperation<Storable>,
    current: Storable | undefined,
  ): Storable {
    let next: Storable;
    try {
      next = operation.compute(current);
    } catch (error) {
      call.thrown = { error };
      this.#record(call.client, "updater-threw", operation, error);
      throw error;
    }
    call.before = current;
    call.after = next;
    this.#record(call.client, "updater-returned", operation, next);
    return next;
  }

  /**
   * Lets the event loop turn until nothing can change any more. If no call waits for the store,
   * no client can see any further change; one turn then lets the store clean up.
   */
  async #drain(): Promise<void> {
    const { quietTurns, standstillTurns, turnsPerStep } = this.#limits;
    let quiet = 0;
    for (let turn = 0; turn < turnsPerStep; turn++) {
      const eventCount = this.events.length;
      await nextTurn();
      if (this.fault !== undefined) return;
      quiet = this.events.length === eventCount ? quiet + 1 : 0;
      if (!this.#aCallWaits()) return;
      if (this.holders().length > 0) {
        if (quiet >= quietTurns) return;
        continue;
      }
      this.#requireNothingOutside();
      if (quiet < standstillTurns) continue;
      await this.#requireStandstill();
      return;
    }
    this.#fail("livelock", `A step did not finish within ${turnsPerStep} turns of the event loop.`);
  }

  /** A call waits although no updater awaits, so it must not wait for something outside. */
  #requireNothingOutside(): void {
    const underWay = this.#outside.underWay();
    if (underWay.length > 0) throw this.#waitsOutside(` (under way: ${underWay.join(", ")})`);
  }

  /** The same, for timers and threads that keep no process alive: nothing may happen by itself. */
  async #requireStandstill(): Promise<void> {
    const waiting = this.calls.filter((call) => this.#waits(call)).map(describeCall);
    if (waiting.every((call) => this.#standstills.has(call))) return;
    const eventCount = this.events.length;
    const error = this.#waitsOutside("");
    await passTime(STANDSTILL_MS);
    if (this.events.length > eventCount) throw error;
    for (const call of waiting) this.#standstills.add(call);
  }

  #waitsOutside(what: string): UnexplorableStoreError {
    const waiting = this.calls.find(({ outcome }) => outcome === "open");
    return new UnexplorableStoreError(
      "STORE_WAITS_OUTSIDE",
      `${waiting === undefined ? "An operation" : describeCall(waiting)} waits for a timer, for ` +
        `I/O or for another thread${what}, and no schedule decides when that comes.`,
    );
  }

  #aCallWaits(): boolean {
    return this.calls.some((call) => this.#waits(call));
  }

  /** Whether the call is open, and not because its own updater awaits. */
  #waits({ outcome, client }: Call): boolean {
    if (outcome !== "open") return false;
    return client === observer || this.#clients[client]!.gates.length === 0;
  }

  /** No client can take a step: a call that still waits for the store waits forever. */
  #requireAnswers(): boolean {
    if (this.fault !== undefined) return true;
    const open = this.calls.filter((call) => call.outcome === "open");
    if (open.length === 0) return false;
    const clients = open.filter((call) => call.client !== observer);
    const waits = clients.map(
      (call) => `${describeClient(call.client)} waits in ${describeOperation(call.operation)}`,
    );
    this.#fail(
      "deadlock",
      clients.length > 0
        ? `No client can continue: ${waits.join(", ")}.`
        : `No client waits, but the store does not answer: ${describeOperation(open[0]!.operation)} never settles.`,
    );
    return true;
  }

  #record(
    client: number,
    kind: RunEvent["kind"],
    operation: PlannedOperation,
    value?: unknown,
  ): void {
    this.events.push({ step: this.#step, client, kind, operation, value });
  }

  /** The first fault is the one that counts. */
  #fail(kind: FailureKind, explanation: string): void {
    this.fault ??= { kind, explanation };
  }
}

/** An operation that is a call of the store. */
type StoreOperation = Exclude<PlannedOperation, AbortOperation>;

interface Client {
  readonly operations: readonly PlannedOperation[];
  /** The index of the operation that it calls next. */
  next: number;
  /** Its open call. */
  call: Call | undefined;
  /** Where its updater awaits; each step opens the oldest. */
  readonly gates: { readonly open: () => void; readonly operation: PlannedOperation }[];
  readonly abortable: boolean;
  controller: AbortController | undefined;
}

const abortReason = new Error("The operation was aborted by the scenario.");

async function createStore(
  source: StoreSource,
  limits: RunLimits,
): Promise<StateStore<string, Storable>> {
  const made = await resolved(source.createStore<string, Storable>(), limits);
  assertStore(made);
  return made;
}

/** What was made, once it is there. */
async function resolved<Made>(made: Made | Promise<Made>, limits: RunLimits): Promise<Made> {
  if (!(made instanceof Promise)) return made;
  const progress = { isSettled: false };
  const settled = made.finally(() => {
    progress.isSettled = true;
  });
  settled.catch(() => {});
  for (let turn = 0; turn < limits.turnsPerStep; turn++) {
    await nextTurn();
    if (progress.isSettled) return settled;
  }
  // A store may be created from a file, or in another thread.
  for (let waitedMs = 0; waitedMs < CREATION_MS; waitedMs += TICK_MS) {
    await passTime(TICK_MS);
    if (progress.isSettled) return settled;
  }
  throw new UnexplorableStoreError(
    "STORE_NOT_CREATED",
    `createStore did not resolve within ${limits.turnsPerStep} turns of the event loop and ` +
      `${CREATION_MS / 1000} seconds.`,
  );
}
