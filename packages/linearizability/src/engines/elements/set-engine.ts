/**
 * Decides sets without a search of the whole.
 *
 * - **Sets that only grow**, read as a whole or element by element: {@link checkLayers}.
 * - **Sets that are never read as a whole.** No operation on one element changes or sees another.
 *   So each element is an object by itself, and the history is linearizable exactly if that of each
 *   element is (Herlihy and Wing, *Linearizability*, TOPLAS 1990). Such an object is in one of two
 *   states, and searched alone, it takes a number of steps that is small where few operations on
 *   the element overlap. The search of all elements at once would try their combinations.
 * - **Sets that are read as a whole, and elements removed.** A read that lacks an element came before
 *   the element's add or after its removal; which of them is a choice for each pair of a read and
 *   an element, and the search has to try. The literature on collections (Emmi and Enea, *Sound,
 *   Complete, and Tractable Linearizability Monitoring for Concurrent Collections*, POPL 2018) has no
 *   operation that sees all elements at once. But most violations are found without it: an order
 *   that explains the whole explains as well what remains of it without some of the elements, so
 *   it is enough that one element alone, or all those that were never removed, cannot be explained.
 */
import { explainLayers } from "../../explain/explain-layers.ts";
import { fingerprint, type Fingerprint } from "../../history/fingerprint.ts";
import type { Operation } from "../../history/operation.ts";
import type { Spending } from "../budget.ts";
import { judgeElements, type SetModel } from "./elements.ts";
import type { Engine, Judgement, NotLinearizable } from "../engine.ts";
import { checkLayers, onlyGrows } from "./layers.ts";

/** With more pairs of a read and a removed element, elements are not looked at one by one. */
const MOST_PAIRS = 1e6;

/** @param model of a set. */
export function setEngine(model: SetModel): Engine {
  return {
    name: "elements",
    judge(operations, spending) {
      if (!operations.every(isWellFormed)) return undefined;
      if (onlyGrows(operations)) return judgeLayers(operations, model, new Set());
      const reads = operations.filter(isFinishedRead);
      if (reads.length === 0) return judgeElements(operations, model, spending);
      return judgePart(operations, reads, model, spending);
    },
  };
}

function isFinishedRead({ name, returned }: Operation): boolean {
  return name === "read" && returned !== undefined;
}

/** What the model would take for an impossible result is left to it. */
function isWellFormed({ name, output, returned }: Operation): boolean {
  if (name === "read" || returned === undefined) return true;
  return typeof output === "boolean" || (name !== "contains" && (output ?? null) === null);
}

function judgeLayers(
  operations: readonly Operation[],
  { initial }: SetModel,
  ignored: ReadonlySet<Fingerprint>,
): Judgement {
  const outcome = checkLayers(operations, initial, ignored);
  if ("order" in outcome) return outcome;
  return { explain: () => explainLayers(operations, outcome.violation, initial) };
}

/** Looks for a violation among the elements that were never removed, or of one of the others. */
function judgePart(
  operations: readonly Operation[],
  reads: readonly Operation[],
  model: SetModel,
  spending: Spending,
): NotLinearizable | undefined {
  const removed = new Set(
    operations.flatMap(({ name, input, output }) =>
      name === "remove" && output !== false ? [fingerprint(input)] : [],
    ),
  );
  const judgement = judgeLayers(operations, model, removed);
  if ("explain" in judgement) return judgement;
  if (removed.size * reads.length > MOST_PAIRS) return undefined;
  const ofOne = judgeElements(operations, model, spending, { reads, among: removed });
  return ofOne && "explain" in ofOne ? ofOne : undefined;
}
