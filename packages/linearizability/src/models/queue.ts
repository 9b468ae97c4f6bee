/**
 * A queue, first in, first out: `enqueue` adds its input at the end, `dequeue` removes the first
 * element and returns it, or `null` if there is none. An element may itself be `null`, but no
 * engine without a search can tell it from an empty queue.
 */
import { fifoEngine } from "../engines/fifo/fifo-engine.ts";
import { isSame } from "../history/fingerprint.ts";
import type { Operation } from "../history/operation.ts";
import type { Model } from "./model.ts";

/** @param initial what it holds at first, the first element first. */
export function queue(initial: readonly unknown[] = []): Model<readonly unknown[]> {
  return {
    name: "queue",
    initial,
    engines: [fifoEngine(initial)],
    operations: ["enqueue", "dequeue"],
    ignoresClient: true,
    step: (elements: readonly unknown[], { name, input, output, returned }: Operation) => {
      if (name === "enqueue") return [...elements, input];
      const [first, ...rest] = elements;
      const fits = returned === undefined || isSame(output ?? null, first ?? null);
      return fits ? rest : undefined;
    },
  };
}
