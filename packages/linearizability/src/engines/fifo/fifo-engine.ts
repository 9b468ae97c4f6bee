/** First in, first out as an engine for queues, also for the part of a history that it can judge. */
import { explainQueue } from "../../explain/explain-queue.ts";
import { fingerprint, type Fingerprint } from "../../history/fingerprint.ts";
import type { Operation } from "../../history/operation.ts";
import type { Engine } from "../engine.ts";
import { fifoOrder } from "./fifo-order.ts";
import { checkFifo } from "./fifo.ts";

export function fifoEngine(initial: readonly unknown[]): Engine {
  return {
    name: "fifo",
    judge(operations) {
      const part = judgeablePart(operations, initial);
      const outcome = checkFifo(part.operations, part.initial);
      if ("violation" in outcome) {
        return { explain: () => explainQueue(outcome.violation, part.initial) };
      }
      const { elements, empty } = outcome;
      return part.isWhole ? { order: () => fifoOrder(elements, empty) } : undefined;
    },
  };
}

interface Part {
  readonly operations: readonly Operation[];
  readonly initial: readonly unknown[];
  readonly isWhole: boolean;
}

/**
 * The history without the elements that were enqueued repeatedly, and without their dequeues. The
 * rest of a queue's order is one without them, so a violation of the part is one of the whole. An
 * element `null` goes, too, and with it each dequeue that may have returned it.
 */
function judgeablePart(operations: readonly Operation[], initial: readonly unknown[]): Part {
  const seen = new Set<Fingerprint>();
  const out = new Set<Fingerprint>();
  for (const value of enqueued(operations, initial)) {
    const print = fingerprint(value ?? null);
    if (print === null || seen.has(print)) out.add(print);
    seen.add(print);
  }
  if (out.size === 0) return { operations, initial, isWhole: true };
  const isIn = (value: unknown): boolean => !out.has(fingerprint(value ?? null));
  return {
    operations: operations.filter(({ name, input, output, returned }) => {
      if (name === "enqueue") return isIn(input);
      return returned === undefined || isIn(output);
    }),
    initial: initial.filter(isIn),
    isWhole: false,
  };
}

function* enqueued(
  operations: readonly Operation[],
  initial: readonly unknown[],
): Iterable<unknown> {
  yield* initial;
  for (const { name, input } of operations) if (name === "enqueue") yield input;
}
