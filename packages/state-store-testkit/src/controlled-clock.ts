/**
 * The platform's clocks and timers, in a test's hands: time that passes at once, for promises that
 * hold however long something takes; and clocks that stand still, so that no pause which depends
 * on the time comes in between.
 *
 * Timers stay the platform's own, only shorter, so whatever clears or awaits them works as ever.
 * A store that took hold of a timer or a clock when it was loaded is not reached, and nothing can
 * be said about it.
 *
 * Invariant: the platform's functions are replaced exactly while a test controls them. Only one
 * does at a time.
 */
import { nodeModule } from "./node-modules.ts";

const HURRIED_MS = 1;
const DAY_MS = 24 * 60 * 60 * 1000;

/** More timers in a row than a store needs to find that its time is over. */
const TIMERS_IN_A_ROW = 5;

// Taken before anything is replaced.
const { setTimeout } = globalThis;

export class ControlledClock implements Disposable {
  #restore = (): void => {};
  #aheadMs = 0;

  /** From now on every timer fires after a millisecond. */
  hurry(): void {
    const node = nodeModule("node:timers");
    const promised = nodeModule("node:timers/promises");
    const ahead: ProxyHandler<Call> = {
      apply: (target, self, values) => Number(Reflect.apply(target, self, values)) + this.#aheadMs,
    };
    this.#replace([
      [globalThis, "setTimeout", withDelayAt(1)],
      [globalThis, "setInterval", withDelayAt(1)],
      [AbortSignal, "timeout", withDelayAt(0)],
      [node, "setTimeout", withDelayAt(1)],
      [node, "setInterval", withDelayAt(1)],
      [promised, "setTimeout", withDelayAt(0)],
      [promised, "setInterval", withDelayAt(0)],
      [promised?.scheduler, "wait", withDelayAt(0)],
      [Date, "now", ahead],
      [performance, "now", ahead],
    ]);
  }

  /** Puts hurried clocks forward by days, and resolves when the timers that are due have fired. */
  async passDays(): Promise<void> {
    for (let timer = 0; timer < TIMERS_IN_A_ROW; timer += 1) {
      this.#aheadMs += DAY_MS;
      // Timers of the same length fire in the order in which they were set, so this one last.
      await new Promise((resolve) => setTimeout(resolve, HURRIED_MS));
    }
  }

  /** From now on clocks stand still. */
  stop(): void {
    const [dateMs, elapsedMs] = [Date.now(), performance.now()];
    this.#replace([
      [Date, "now", { apply: () => dateMs }],
      [performance, "now", { apply: () => elapsedMs }],
    ]);
  }

  /** Puts everything back. */
  [Symbol.dispose](): void {
    this.#restore();
    this.#restore = () => {};
  }

  #replace(replacements: readonly Replacement[]): void {
    this[Symbol.dispose]();
    const undo = replacements.map((replacement) => replace(...replacement));
    // Named imports of built-in modules follow.
    const announce = nodeModule("node:module")?.syncBuiltinESMExports;
    announce?.();
    this.#restore = () => {
      for (const each of undo) each();
      announce?.();
    };
  }
}

type Call = (...values: unknown[]) => unknown;

/** An object, where the platform has it; one of its methods; and what happens instead. */
type Replacement = readonly [object | undefined, string, ProxyHandler<Call>];

/** Replaces a method, which keeps all its properties. Returns what puts it back. */
function replace(...[owner, name, handler]: Replacement): () => void {
  if (owner === undefined) return () => {};
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const original = Reflect.get(owner, name) as Call;
  Object.defineProperty(owner, name, {
    value: new Proxy(original, handler),
    configurable: true,
    enumerable: before?.enumerable ?? false,
    writable: true,
  });
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, before);
  };
}

/** Shortens the delay, which is the argument of this index. */
function withDelayAt(index: number): ProxyHandler<Call> {
  return {
    apply: (target, self, values) =>
      Reflect.apply(
        target,
        self,
        values.map((value: unknown, each) => (each === index ? HURRIED_MS : value)),
      ),
  };
}
