/**
 * Makes time pass at once, for promises that must hold however long something takes: every timer
 * fires after a millisecond, and clocks are a day ahead after each call of `passADay`.
 *
 * Timers stay the platform's own, only shorter, so whatever cleared or awaited them works as ever.
 * A store that took hold of a timer function or of a clock when it was loaded is not hurried, and
 * nothing can be said about it.
 *
 * Invariant: the platform's functions are replaced exactly while `users` is above 0, however many
 * tests run at once.
 */
import { nodeModule } from "./node-modules.ts";

const HURRIED_MS = 1;
const DAY_MS = 24 * 60 * 60 * 1000;

/** More timers in a row than a store needs to find that its time is over. */
const TIMERS_IN_A_ROW = 5;

// Taken before anything is replaced.
const { setTimeout } = globalThis;

let users = 0;
let aheadMs = 0;
let restore = (): void => {};

export interface HurriedClock extends Disposable {
  /** Puts all clocks forward by a day, and resolves when the timers that were due have fired. */
  passADay(): Promise<void>;
}

export function hurryClock(): HurriedClock {
  users += 1;
  if (users === 1) restore = replaceClocks();
  return {
    async passADay() {
      for (let timer = 0; timer < TIMERS_IN_A_ROW; timer += 1) {
        aheadMs += DAY_MS;
        // Timers of the same length fire in the order in which they were set, so this one last.
        await new Promise((resolve) => setTimeout(resolve, HURRIED_MS));
      }
    },
    [Symbol.dispose]() {
      users -= 1;
      if (users === 0) restore();
    },
  };
}

/** Returns what puts everything back. */
function replaceClocks(): () => void {
  const node = nodeModule("node:timers");
  const promised = nodeModule("node:timers/promises");
  const replaced = [
    replace(globalThis, "setTimeout", hurried(1)),
    replace(globalThis, "setInterval", hurried(1)),
    replace(AbortSignal, "timeout", hurried(0)),
    replace(Date, "now", ahead),
    replace(performance, "now", ahead),
    replace(node, "setTimeout", hurried(1)),
    replace(node, "setInterval", hurried(1)),
    replace(promised, "setTimeout", hurried(0)),
    replace(promised, "setInterval", hurried(0)),
    replace(promised?.scheduler, "wait", hurried(0)),
  ];
  const announce = nodeModule("node:module")?.syncBuiltinESMExports;
  announce?.();
  return () => {
    for (const undo of replaced) undo();
    aheadMs = 0;
    announce?.();
  };
}

type Call = (...values: unknown[]) => unknown;

/** Replaces a method, keeping all its properties; those of an object that is not there are not. */
function replace(owner: object | undefined, name: string, handler: ProxyHandler<Call>): () => void {
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
function hurried(index: number): ProxyHandler<Call> {
  return {
    apply: (target, self, values) =>
      Reflect.apply(
        target,
        self,
        values.map((value: unknown, each) => (each === index ? HURRIED_MS : value)),
      ),
  };
}

const ahead: ProxyHandler<Call> = {
  apply: (target, self, values) => Number(Reflect.apply(target, self, values)) + aheadMs,
};
