import type { Storable, Updater } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { nodeModule } from "../node-modules.ts";
import { optimisticTraits, SoundOptimisticStore } from "../sound-optimistic-store.ts";
import { SoundStore } from "../sound-store.ts";

/** An owner carries out every operation, in the context in which it was started. */
abstract class OwnerTask<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #requests: (() => Promise<void>)[] = [];
  #wake = (): void => {};

  protected override performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return super.performInTurn(() => this.#ask(operation), signal);
  }

  #ask<Result>(operation: () => Result | Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#requests.push(async () => {
        try {
          resolve(await operation());
        } catch (error) {
          reject(error);
        }
      });
      this.start();
      this.#wake();
    });
  }

  protected abstract start(): void;

  protected async own(): Promise<void> {
    for (;;) {
      const request = this.#requests.shift();
      if (request === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else await request();
    }
  }
}

class OwnerInFirstCallersContext<Key, Value extends Storable> extends OwnerTask<Key, Value> {
  #started = false;

  protected override start(): void {
    if (!this.#started) void this.own();
    this.#started = true;
  }
}

class OwnerInCreatorsContext<Key, Value extends Storable> extends OwnerTask<Key, Value> {
  readonly #owner = this.own();

  protected override start(): void {
    void this.#owner;
  }
}

/** The operation that passes the turn on carries out the operation that gets it. */
class ContextOfTheOneBefore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  #runAsTheOneBefore = currentContext();

  protected override passTurn(): void {
    this.#runAsTheOneBefore = currentContext();
    super.passTurn();
  }

  protected override performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const waits = this.busy;
    return super.performInTurn(
      () => (waits ? this.#runAsTheOneBefore(operation) : operation()),
      signal,
    );
  }
}

/** Has a slower path for operations that can be cancelled, which leads through another task. */
class ContextLostWithASignal<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #runAsCreator = currentContext();

  protected override performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    if (signal === undefined) return super.performInTurn(operation, signal);
    return super.performInTurn(() => this.#runAsCreator(operation), signal);
  }
}

/** Starts over in the context of another task. */
class ContextLostWhenStartingOver<Key, Value extends Storable> extends SoundOptimisticStore<
  Key,
  Value
> {
  readonly #runAsCreator = currentContext();

  protected override async callUpdater(
    updater: Updater<Value>,
    current: Value | undefined,
    attempt: number,
  ): Promise<Value> {
    return attempt === 0 ? updater(current) : this.#runAsCreator(() => updater(current));
  }
}

/** Runs functions in the asynchronous context of this call. */
function currentContext(): <Result>(body: () => Result) => Result {
  const snapshot = nodeModule("node:async_hooks")?.AsyncLocalStorage.snapshot();
  return (body) => (snapshot === undefined ? body() : snapshot(body));
}

export const brokenCallerContext: readonly BrokenStore[] = [
  broken(OwnerInFirstCallersContext, {
    id: "owner-in-first-callers-context",
    summary: "Runs every updater in the context of the client that called the store first.",
    caughtBy: [
      "an updater runs in its caller's asynchronous context",
      "an updater that waited its turn runs in its caller's asynchronous context",
    ],
  }),
  broken(OwnerInCreatorsContext, {
    id: "owner-in-creators-context",
    summary: "Runs every updater in the context in which the store was made.",
    caughtBy: [
      "an updater runs in its caller's asynchronous context",
      "an updater that waited its turn runs in its caller's asynchronous context",
    ],
  }),
  broken(ContextOfTheOneBefore, {
    id: "context-of-the-one-before",
    summary: "Runs an updater that waited in the context of the operation before it.",
    caughtBy: [
      "an updater runs in its caller's asynchronous context",
      "an updater that waited its turn runs in its caller's asynchronous context",
    ],
  }),
  broken(ContextLostWithASignal, {
    id: "context-lost-with-a-signal",
    summary: "Loses the caller's context where a signal is given.",
    caughtBy: ["an updater that waited its turn runs in its caller's asynchronous context"],
  }),
  broken(ContextLostWhenStartingOver, {
    id: "context-lost-when-starting-over",
    summary: "Loses the caller's context when an update starts over.",
    traits: optimisticTraits,
    caughtBy: [
      "an updater runs in its caller's asynchronous context",
      "an updater that waited its turn runs in its caller's asynchronous context",
      "an updater that starts over runs in its caller's asynchronous context",
    ],
  }),
];
