/**
 * The verdict on a history. It is found by the fastest engine that can judge it; each key is a
 * separate object, and a history is linearizable exactly if it is so for each (Herlihy and
 * Wing, *Linearizability*, TOPLAS 1990).
 */
import { DEFAULT_BUDGET, Spending, type Budget } from "./engines/budget.ts";
import type { Judgement } from "./engines/engine.ts";
import { Search } from "./engines/search.ts";
import { explainSearch } from "./explain/explain-search.ts";
import type { Explanation, Witness } from "./explain/witness.ts";
import { rankOperations, type RankedOperations } from "./history/event-ranks.ts";
import { partitionByKey, type Operation } from "./history/operation.ts";
import { Kind, operationAt, type HistoryColumns } from "./history/columns.ts";
import { until } from "./history/until.ts";
import type { Model } from "./models/model.ts";
import { register } from "./models/register.ts";

export type Verdict =
  | (Coverage & { readonly verdict: "linearizable" })
  | (Coverage & {
      readonly verdict: "not-linearizable";
      /** The rule that was broken; its name does not change between major versions. */
      readonly rule: string;
      /** One sentence that names the operations. */
      readonly explanation: string;
      readonly witness: Witness;
    })
  | (Coverage & {
      readonly verdict: "unknown";
      /** One sentence that says why there is no verdict. */
      readonly explanation: string;
    });

/** What the verdict rests on. */
export interface Coverage {
  /** Which engine decided: one of the model's, or `search` if any key needed it. */
  readonly engine: string;
  /** How many operations were checked: the first ones, if there were more. */
  readonly checkedOps: number;
  /** How many operations there were. */
  readonly totalOps: number;
  /** How long checking took, without the time to explain a violation. */
  readonly elapsedMs: number;
}

export interface CheckOptions {
  readonly budget?: Budget;
  /** How many operations there were, if not all of them are in the history. */
  readonly totalOps?: number;
}

/**
 * Checks that a history is linearizable: that every operation can have taken effect at one moment
 * between its call and its return.
 *
 * @param history operations of one or many keys; or a recorder's columns, which are registers.
 * @param model what each key is.
 * @throws {RangeError} if an event has no finite number, or a return is before its call.
 */
export function check(
  history: readonly Operation[] | HistoryColumns,
  model: Model = register(),
  options: CheckOptions = {},
): Verdict {
  if (!("kinds" in history)) return new Check(history, model, options).run();
  return (
    checkColumns(history, model, options.totalOps) ??
    new Check(operationsOf(history), model, options).run()
  );
}

/** The rows of a recording that took effect, or may have, as operations. */
export function operationsOf(history: HistoryColumns): Operation[] {
  const operations: Operation[] = [];
  for (let row = 0; row < history.length; row++) {
    if (history.kinds[row] !== Kind.noEffect) operations.push(operationAt(history, row));
  }
  return operations;
}

/** A recording as it is, all keys at once, if an engine of the model can judge it so. */
function checkColumns(
  history: HistoryColumns,
  model: Model,
  totalOps = history.length,
): Verdict | undefined {
  const startedAt = performance.now();
  for (const engine of model.engines ?? []) {
    const judgement = engine.judgeColumns?.(history);
    if (judgement === undefined) continue;
    const coverage: Coverage = {
      engine: engine.name,
      checkedOps: history.length,
      totalOps,
      elapsedMs: performance.now() - startedAt,
    };
    if (judgement === "linearizable") return { verdict: judgement, ...coverage };
    return violated(coverage, judgement());
  }
  return undefined;
}

/** Steps that a search may take before the next key gets its turn. Doubled every round. */
const FIRST_STEPS = 1_000;

class Check {
  readonly #operations: readonly Operation[];
  readonly #model: Model;
  readonly #options: CheckOptions;
  readonly #startedAt = performance.now();
  #engine = "search";

  constructor(operations: readonly Operation[], model: Model, options: CheckOptions) {
    this.#operations = operations;
    this.#model = model;
    this.#options = options;
  }

  run(): Verdict {
    const spending = new Spending(this.#options.budget ?? DEFAULT_BUDGET);
    const toSearch: RankedOperations[] = [];
    let unpredictable: Explanation | undefined;
    const keys = [...partitionByKey(this.#operations).values()].map(rankOperations);
    for (const partition of keys.flatMap((key) => this.#partsToJudge(key))) {
      const { operations } = partition;
      const explain = this.#judgeAtOnce(operations);
      if (explain === "linearizable") continue;
      if (explain === undefined) {
        toSearch.push(partition);
      } else if (this.#mayBeExcused(operations)) {
        unpredictable = explain();
      } else {
        return this.#violated(explain, partition);
      }
    }
    if (toSearch.length > 0) this.#engine = "search";
    // Short histories first: they are decided whatever the long ones take. A search starts when its
    // turn comes; most end within that turn.
    const searches = new Map<RankedOperations, Search | undefined>(
      toSearch
        .toSorted((one, other) => one.operations.length - other.operations.length)
        .map((partition) => [partition, undefined]),
    );

    for (let steps = FIRST_STEPS; searches.size > 0; steps *= 2) {
      for (const [partition, begun] of searches) {
        const { operations } = partition;
        const search = begun ?? new Search(operations, this.#model, spending);
        const outcome = this.#advance(search, steps, spending);
        if (outcome === "over") return this.#outOfBudget(searches.size, keys.length);
        if (outcome === undefined) {
          searches.set(partition, search);
          continue;
        }
        searches.delete(partition);
        if (outcome === "linearizable") continue;
        const explain = (): Explanation => explainSearch(operations, this.#model);
        if (!this.#mayBeExcused(operations)) return this.#violated(explain, partition);
        unpredictable = explain();
      }
    }
    if (unpredictable === undefined) return { verdict: "linearizable", ...this.#coverage() };
    return {
      verdict: "unknown",
      explanation:
        "Only an unfinished operation of unknown effect could explain this: " +
        unpredictable.explanation,
      ...this.#coverage(),
    };
  }

  /**
   * A key's history, and before it, where an operation of unknown effect never finished, what
   * happened until that operation was called: it can excuse nothing of that.
   */
  #partsToJudge(key: RankedOperations): RankedOperations[] {
    const unpredictable = key.operations.find((operation) => this.#isUnpredictable(operation));
    if (unpredictable === undefined) return [key];
    const beginning = until(key.operations, unpredictable.called);
    return [{ operations: beginning, restore: key.restore }, key];
  }

  /** The verdict of the first engine of the model that fits, or `undefined` if none does. */
  #judgeAtOnce(partition: readonly Operation[]): Judgement | undefined {
    for (const engine of this.#model.engines ?? []) {
      const judgement = engine.judge(partition);
      if (judgement === undefined) continue;
      this.#engine = engine.name;
      return judgement;
    }
    return undefined;
  }

  /** Takes `steps` steps, in batches, so that a spent budget is noticed between them. */
  #advance(
    search: Search,
    steps: number,
    spending: Spending,
  ): "linearizable" | "not-linearizable" | "over" | undefined {
    for (let taken = 0; taken < steps; taken += FIRST_STEPS) {
      if (spending.isOver) return "over";
      const outcome = search.run(FIRST_STEPS);
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  }

  /** Whether an unfinished operation of unknown effect might explain what nothing else does. */
  #mayBeExcused(partition: readonly Operation[]): boolean {
    return partition.some((operation) => this.#isUnpredictable(operation));
  }

  #isUnpredictable(operation: Operation): boolean {
    return operation.returned === undefined && this.#model.isUnpredictable?.(operation) === true;
  }

  /** The engines saw ranks; a reader sees the numbers that the events had before. */
  #violated(explain: () => Explanation, { restore }: RankedOperations): Verdict {
    const coverage = this.#coverage();
    const { witness, explanation } = explain();
    const operations = witness.operations.map(restore);
    const context = witness.context.map(restore);
    return violated(coverage, { explanation, witness: { ...witness, operations, context } });
  }

  #outOfBudget(undecided: number, keys: number): Verdict {
    const { milliseconds, memoryBytes } = this.#options.budget ?? DEFAULT_BUDGET;
    const which = keys === 1 ? "" : ` for ${undecided} of ${keys} keys`;
    return {
      verdict: "unknown",
      explanation:
        `Within ${milliseconds} ms and ${Math.round(memoryBytes / 2 ** 20)} MiB no order was ` +
        `found${which}, nor that there is none.`,
      ...this.#coverage(),
    };
  }

  #coverage(): Coverage {
    const { length } = this.#operations;
    return {
      engine: this.#engine,
      checkedOps: length,
      totalOps: this.#options.totalOps ?? length,
      elapsedMs: performance.now() - this.#startedAt,
    };
  }
}

function violated(coverage: Coverage, { witness, explanation }: Explanation): Verdict {
  return { verdict: "not-linearizable", rule: witness.rule, explanation, witness, ...coverage };
}
