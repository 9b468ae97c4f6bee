/**
 * What a task holds travels with it: into the functions that it calls, over its awaits, into the
 * tasks that it starts. Node's async hooks tell which asynchronous operation brought about which.
 * Where there are none, as in browsers, no task is known to hold anything.
 *
 * A lock's `acquire` may be called in the same step by several tasks, since an async function runs
 * in its caller's step up to the first await. So the one that asked does not hold the lock from
 * the call on, but in whatever continues from the promise that `acquire` returned. In the same way
 * a task waits for an operation only once it awaits the promise.
 *
 * Invariant: `holdsIn` maps an asynchronous operation to what is held wherever it continues;
 * holds that are over may still be listed, and are skipped.
 */
import type { AsyncHook, AsyncResource } from "node:async_hooks";
import { isAwait } from "./is-await.ts";
import { judgeAwait } from "./judge-await.ts";
import { addPromise, recordOf, recordOfPromise, type OperationRecord } from "./records.ts";

// Looked up at run time, so that a bundle for browsers imports no module of Node.
const asyncHooks = globalThis.process?.getBuiltinModule?.("node:async_hooks");

const nothing: readonly OperationRecord[] = [];
const holdsIn = new WeakMap<object, readonly OperationRecord[]>();

/** The operation whose outcome the next promise has that is made. */
let ofNextPromise: OperationRecord | undefined;

let hook: AsyncHook | undefined;
let unrecorded = false;

export function followTasks(): void {
  hook ??= asyncHooks?.createHook({ init });
  hook?.enable();
}

export function stopFollowingTasks(): void {
  hook?.disable();
}

/** What the task that runs now holds. */
function taskHolds(): readonly OperationRecord[] {
  if (asyncHooks === undefined) return nothing;
  const here = asyncHooks.executionAsyncResource();
  const holds = holdsIn.get(here);
  if (holds === undefined) return nothing;
  if (holds.every(isHeld)) return holds;
  const left = holds.filter(isHeld);
  if (left.length === 0) holdsIn.delete(here);
  else holdsIn.set(here, left);
  return left;
}

/** Runs a callback as a task that holds nothing: for work that the caller's task never waits for. */
export function runDetached<Result>(callback: () => Result): Result {
  const context = new TaskContext();
  context.forget();
  return context.run(callback);
}

/**
 * Calls back without recording waits that begin before the callback returns: for tasks that a
 * package keeps for itself and that wait for work, and for what is recorded otherwise.
 */
export function runUnrecorded<Result>(callback: () => Result): Result {
  const before = unrecorded;
  unrecorded = true;
  try {
    return callback();
  } finally {
    unrecorded = before;
  }
}

export function isUnrecorded(): boolean {
  return unrecorded;
}

/** The asynchronous context in which it was made, for callbacks that run later. */
export class TaskContext {
  readonly #resource: AsyncResource | undefined =
    asyncHooks && new asyncHooks.AsyncResource("sync-strategies:task");

  /** From now on the task also holds what the operation does. */
  hold(operation: object): void {
    const record = recordOf(operation);
    if (this.#resource === undefined || record === undefined) return;
    holdsIn.set(this.#resource, [...(holdsIn.get(this.#resource) ?? nothing), record]);
  }

  /** From now on the task holds nothing. */
  forget(): void {
    if (this.#resource !== undefined) holdsIn.delete(this.#resource);
  }

  run<Result>(callback: () => Result): Result {
    return this.#resource === undefined ? callback() : this.#resource.runInAsyncScope(callback);
  }
}

/** The next promise that is made has the operation's outcome. */
export function nextPromiseIsOf(record: OperationRecord | undefined): void {
  ofNextPromise = record;
}

/** Called by Node for each new asynchronous operation, in the step that makes it. */
function init(id: number, _type: string, triggerId: number, operation: object): void {
  if (ofNextPromise !== undefined) {
    addPromise(ofNextPromise, id);
    ofNextPromise = undefined;
  }
  const holds = taskHolds();
  const awaited = recordOfPromise(triggerId);
  if (awaited === undefined) {
    if (holds.length > 0) holdsIn.set(operation, holds);
    return;
  }
  holdsIn.set(operation, [...holds, awaited]);
  if (awaited.state !== "waits") return;
  const isFinal = isAwait();
  if (!isFinal) addPromise(awaited, id);
  if (holds.length > 0) judgeAwait(awaited, holds, isFinal);
}

function isHeld(record: OperationRecord): boolean {
  return record.state !== "over";
}
