/**
 * The verdict on a history. It is found by the fastest engine that can judge it; each key is a
 * separate object, and a history is linearizable exactly if it is so for each (Herlihy and
 * Wing, *Linearizability*, TOPLAS 1990).
 */
import { DEFAULT_BUDGET, Spending, type Budget } from "./engines/budget.ts";
import type { Engine, Judgement } from "./engines/engine.ts";
import { Search } from "./engines/search.ts";
import { explainSearch } from "./explain/explain-search.ts";
import type { Explanation, Witness } from "./explain/witness.ts";
import type { HistoryColumns } from "./history/columns.ts";
import type { RankedOperations } from "./history/event-ranks.ts";
import type { Operation } from "./history/operation.ts";
import { partition } from "./history/partition.ts";
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
  return new Check(history, model, options).run();
}

/** Steps that a search may take before the next key gets its turn. Doubled every round. */
const FIRST_STEPS = 1_000;

/** A history that is to be searched. */
interface Part {
  readonly length: number;
  readonly load: () => RankedOperations;
}

class Check {
  readonly #history: readonly Operation[] | HistoryColumns;
  readonly #model: Model;
  readonly #options: CheckOptions;
  readonly #startedAt = performance.now();
  #engine = "search";

  constructor(history: readonly Operation[] | HistoryColumns, model: Model, options: CheckOptions) {
    this.#history = history;
    this.#model = model;
    this.#options = options;
  }

  run(): Verdict {
    const spending = new Spending(this.#options.budget ?? DEFAULT_BUDGET);
    const toSearch: Part[] = [];
    let unpredictable: Explanation | undefined;
    // In columns all keys are judged together, if an engine can, and else one after the other. No
    // more than one key's history becomes operations at a time.
    const columns = "kinds" in this.#history ? this.#history : undefined;
    const together = columns && this.#judgeColumns(columns);
    if (together === "linearizable") return { verdict: together, ...this.#coverage() };
    if (together !== undefined) return violated(this.#coverage(), together());
    const keys = partition(this.#history);
    for (const key of keys) {
      const inColumns =
        key.columns && keys.length > 1 ? this.#judgeColumns(key.columns()) : undefined;
      if (inColumns === "linearizable") continue;
      if (inColumns !== undefined) return violated(this.#coverage(), inColumns());
      for (const [place, part] of this.#partsToJudge(key.operations()).entries()) {
        const { operations } = part;
        const explain = this.#judgeAtOnce(operations);
        if (explain === "linearizable") continue;
        if (explain === undefined) {
          // Searched when its turn comes. Until then the columns take less memory than operations.
          const load = (): RankedOperations => this.#partsToJudge(key.operations())[place]!;
          toSearch.push({ length: operations.length, load });
        } else if (this.#mayBeExcused(operations)) {
          unpredictable = explain();
        } else {
          return this.#violated(explain, part);
        }
      }
    }
    if (toSearch.length > 0) this.#engine = "search";
    // Short histories first: they are decided whatever the long ones take. A search starts when its
    // turn comes; most end within that turn.
    const searches = new Map<Part, Search | undefined>(
      toSearch.toSorted((one, other) => one.length - other.length).map((part) => [part, undefined]),
    );

    for (let steps = FIRST_STEPS; searches.size > 0; steps *= 2) {
      for (const [part, begun] of searches) {
        const search = begun ?? new Search(part.load().operations, this.#model, spending);
        const outcome = this.#advance(search, steps, spending);
        if (outcome === "over") return this.#outOfBudget(searches.size, keys.length);
        if (outcome === undefined) {
          searches.set(part, search);
          continue;
        }
        searches.delete(part);
        if (outcome === "linearizable") continue;
        const ranked = part.load();
        const explain = (): Explanation => explainSearch(ranked.operations, this.#model);
        if (!this.#mayBeExcused(ranked.operations)) return this.#violated(explain, ranked);
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
  #judgeAtOnce(operations: readonly Operation[]): Judgement | undefined {
    return this.#judgeBy((engine) => engine.judge(operations));
  }

  #judgeColumns(history: HistoryColumns): Judgement | undefined {
    return this.#judgeBy((engine) => engine.judgeColumns?.(history));
  }

  #judgeBy(judge: (engine: Engine) => Judgement | undefined): Judgement | undefined {
    for (const engine of this.#model.engines ?? []) {
      const judgement = judge(engine);
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
  #mayBeExcused(operations: readonly Operation[]): boolean {
    return operations.some((operation) => this.#isUnpredictable(operation));
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
    const { length } = this.#history;
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
