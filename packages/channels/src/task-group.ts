/**
 * Tasks that succeed together or end together: the first failure cancels the others, and the
 * caller that started them goes on only when all have ended. (Go's `errgroup.WithContext`;
 * structured concurrency: N. J. Smith, "Notes on structured concurrency, or: Go statement
 * considered harmful", 2018.)
 *
 * Invariants:
 * - A task counts as unfinished from its `run` until it has ended, also while it waits for a place.
 *   The group ends in the step in which it is waited for and no task is unfinished, once.
 * - The signal has aborted if the group has failed or ended, and then no task starts.
 */
import {
  addAbortWaiter,
  answerInTurn,
  rejectInTurn,
  removeAbortWaiter,
  turnIfDue,
  type AbortWaiter,
} from "@sync-strategies/event-loop";
import { mistakeInSignal } from "./cancellation.ts";
import { Channel } from "./channel.ts";
import { shown } from "./shown.ts";

/** Shared by all calls of `run` whose task has started at once. */
const started = Promise.resolve();

export interface TaskGroupOptions {
  /** Cancels the group when it aborts, as a failure with `signal.reason` would. */
  readonly signal?: AbortSignal | undefined;

  /** How many tasks may run at a time; further ones wait for a place, in order. Usually no limit. */
  readonly limit?: number | undefined;
}

/**
 * A group of tasks. Each is given a signal that aborts with the group, and is expected to end then.
 *
 *     await using group = new TaskGroup();
 *     for (const url of urls) group.run(async (signal) => pages.push(await fetch(url, { signal })));
 *
 * A scope that declares its group with `await using` is left only when all tasks have ended, and
 * throws their first failure. Without it, {@link wait} must be called: a failure is reported there
 * and nowhere else.
 */
export class TaskGroup implements AsyncDisposable {
  readonly #controller = new AbortController();
  readonly #parent: AbortSignal | undefined;
  readonly #onParentAbort: AbortWaiter = { onAbort: (reason) => this.#fail(reason) };
  /** Holds a value per running task, as a semaphore does. */
  readonly #places: Channel<void> | undefined;
  /** A signal per running task, since Node warns of more than ten listeners on one signal. */
  readonly #running = new Set<AbortController>();
  #unfinished = 0;
  #failure: { readonly reason: unknown } | undefined = undefined;
  #end: Promise<void> | undefined = undefined;
  #resolveEnd: (() => void) | undefined = undefined;

  /**
   * @throws {RangeError} if the limit is not a whole number of at least 1; a {@link TypeError} if
   *   the signal is none.
   */
  constructor(options: TaskGroupOptions = {}) {
    const mistake = mistakeInSignal("a group", options);
    if (mistake !== undefined) throw mistake;
    const { signal, limit } = options;
    if (limit !== undefined) {
      if (!Number.isSafeInteger(limit) || limit < 1) {
        throw new RangeError(
          `A group's limit must be a whole number of at least 1, not ${shown(limit)}.`,
        );
      }
      this.#places = new Channel(limit);
    }
    this.#parent = signal;
    if (signal?.aborted === true) this.#fail(signal.reason);
    else if (signal !== undefined) addAbortWaiter(signal, this.#onParentAbort);
  }

  /**
   * Aborts with the first failure, with the reason of the parent's signal, or when the group ends.
   * So nothing that listens to it outlives the group.
   */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Starts a task: `group.Go(func)`. The task runs at once, up to its first await, unless it must
   * wait for a place; the promise resolves when the task has started. It need not be awaited, but
   * a loop that awaits it makes no more tasks than can run.
   *
   * Once the group has failed no more tasks start; the promise resolves all the same, since
   * {@link wait} reports the failure.
   *
   * @throws {TypeError} as a rejection, if the group has ended.
   */
  run(task: (signal: AbortSignal) => unknown): Promise<void> {
    if (this.#end !== undefined && this.#unfinished === 0) {
      return rejectInTurn(new TypeError("The group has ended; it starts no more tasks."));
    }
    if (this.#failure !== undefined) return turnIfDue() ?? started;
    this.#unfinished += 1;
    if (this.#places === undefined || this.#places.trySend()) {
      void this.#carryOut(task);
      return turnIfDue() ?? started;
    }
    return this.#places.send(undefined, { signal: this.signal }).then(
      () => {
        // The group may have failed since the place was taken, which is a step or a turn ago.
        if (this.#failure === undefined) void this.#carryOut(task);
        else this.#leavePlace();
      },
      () => this.#finish(),
    );
  }

  /**
   * Resolves when all tasks have ended, those included that are started meanwhile: `group.Wait()`.
   * Rejects, also only then, with the first failure of a task or with the reason of the parent's
   * signal, whichever was first; later failures are dropped, since cancelling brings them about.
   *
   * A task of the group must not wait for the group, which waits for the task.
   */
  wait(): Promise<void> {
    this.#end ??= new Promise<void>((resolve) => {
      this.#resolveEnd = resolve;
      this.#endIfFinished();
    }).then(() =>
      this.#failure === undefined ? answerInTurn(undefined) : rejectInTurn(this.#failure.reason),
    );
    return this.#end;
  }

  /**
   * Waits for the tasks, as {@link wait}. If `wait` has been called, it reports the failure, and
   * this does not report it a second time.
   */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#end === undefined ? this.wait() : this.#end.catch(() => {});
  }

  async #carryOut(task: (signal: AbortSignal) => unknown): Promise<void> {
    const controller = new AbortController();
    this.#running.add(controller);
    try {
      await task(controller.signal);
    } catch (reason) {
      this.#fail(reason);
    }
    this.#running.delete(controller);
    this.#leavePlace();
  }

  #leavePlace(): void {
    this.#places?.tryReceive();
    this.#finish();
  }

  #fail(reason: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { reason };
    this.#controller.abort(reason);
    for (const controller of this.#running) controller.abort(reason);
  }

  #finish(): void {
    this.#unfinished -= 1;
    this.#endIfFinished();
  }

  #endIfFinished(): void {
    if (this.#unfinished > 0 || this.#resolveEnd === undefined) return;
    if (this.#parent !== undefined) removeAbortWaiter(this.#parent, this.#onParentAbort);
    this.#controller.abort();
    this.#resolveEnd();
  }
}
