/**
 * The verdict on a history. It is found by the fastest engine that can judge it; each key is a
 * separate object, and a history is linearizable exactly if it is so for each (Herlihy and
 * Wing, *Linearizability*, TOPLAS 1990).
 */
import { DEFAULT_BUDGET, Spending, type Budget } from "./engines/budget.ts";
import { explainSoon } from "./engines/search/explain-soon.ts";
import type { Engine, Judgement } from "./engines/engine.ts";
import { Searches, type Part, type Reached } from "./engines/search/searches.ts";
import { describeReached } from "./explain/describe-reached.ts";
import { explainSearch } from "./explain/explain-search.ts";
import type { Explanation, Witness } from "./explain/witness.ts";
import type { HistoryColumns } from "./history/columns.ts";
import type { RankedOperations } from "./history/event-ranks.ts";
import type { Operation } from "./history/operation.ts";
import { partition, type KeyHistory } from "./history/partition.ts";
import { until } from "./history/until.ts";
import { withTitles } from "./history/with-titles.ts";
import type { Model } from "./models/model.ts";
import { register } from "./models/register.ts";
import { Orders } from "./orders.ts";

export type Verdict =
  | (Coverage & {
      readonly verdict: "linearizable";
      /**
       * Where it was asked for, and found within the budget: an order that explains the history,
       * with every operation that returned. Unfinished ones may be left out.
       */
      readonly order?: readonly Operation[];
    })
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
      /** Says why there is no verdict. */
      readonly explanation: string;
      /** How far the search came, if its budget ended. */
      readonly reached?: Reached;
    });

/** What the verdict rests on. */
export interface Coverage {
  /**
   * Which engine decided: one of the model's, or `search` if any key needed it or each was
   * explained at first sight.
   */
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
  /**
   * What people call a client, where its number alone does not say which one it is: "client 101
   * (thread 2)". Without it the explanation and the drawing say "client 101".
   */
  readonly clientTitle?: (client: number) => string;
  /** Whether to give an order that explains the history, if it is linearizable. */
  readonly order?: boolean;
}

/**
 * Checks that a history is linearizable: that every operation can have taken effect at one moment
 * between its call and its return.
 *
 * @param history operations of one or many keys; or the columns of a recorder or of a file.
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

/** The longest history of a key, in operations, that is looked at before the engines are asked. */
const SHORT = 10_000;

/** A key's history, or the beginning of it. */
interface KeyPart extends Part {
  readonly key: KeyHistory;
  readonly isWhole: boolean;
}

class Check {
  readonly #history: readonly Operation[] | HistoryColumns;
  readonly #model: Model;
  readonly #options: CheckOptions;
  readonly #startedAt = performance.now();
  readonly #spending: Spending;
  readonly #orders: Orders;
  #engine = "search";

  constructor(history: readonly Operation[] | HistoryColumns, model: Model, options: CheckOptions) {
    const { clientTitle } = options;
    this.#history = clientTitle === undefined ? history : withTitles(history, clientTitle);
    this.#model = model;
    this.#options = options;
    this.#spending = new Spending(options.budget ?? DEFAULT_BUDGET);
    this.#orders = new Orders(model, this.#spending);
  }

  run(): Verdict {
    const toSearch: KeyPart[] = [];
    let unpredictable: Explanation | undefined;
    // In columns all keys are judged together, if an engine can, and else one after the other. No
    // more than one key's history becomes operations at a time, unless their order is asked for.
    const columns = "kinds" in this.#history ? this.#history : undefined;
    const together = columns && this.#judgeColumns(columns);
    if (together !== undefined) {
      return "explain" in together
        ? violated(this.#coverage(), together.explain())
        : this.#linearizable([]);
    }
    const keys = partition(this.#history);
    for (const key of keys) {
      if (keys.length > 1 && this.#isExplainedSoon(key)) continue;
      const inColumns =
        key.columns && keys.length > 1 ? this.#judgeColumns(key.columns()) : undefined;
      if (inColumns !== undefined) {
        if ("explain" in inColumns) return violated(this.#coverage(), inColumns.explain());
        continue;
      }
      const parts = this.#partsToJudge(key.operations());
      for (const [place, part] of parts.entries()) {
        const { operations, restore } = part;
        const isWhole = part === parts.at(-1);
        const judgement = this.#judgeAtOnce(operations);
        if (judgement === undefined) {
          // Searched when its turn comes. Until then the columns take less memory than operations.
          const load = (): RankedOperations => this.#partsToJudge(key.operations())[place]!;
          toSearch.push({ key, isWhole, length: operations.length, load });
        } else if (!("explain" in judgement)) {
          if (isWhole) this.#keepOrder(key, () => judgement.order?.()?.map(restore));
        } else if (this.#mayBeExcused(operations)) {
          unpredictable = judgement.explain();
        } else {
          const later = parts.at(-1)!.operations.slice(operations.length);
          return this.#violated(() => judgement.explain(later), part);
        }
      }
    }
    if (toSearch.length > 0) this.#engine = "search";
    const searches = new Searches(toSearch, this.#model, this.#spending);
    for (const { part, outcome, order } of searches.decide()) {
      if (outcome === "linearizable") {
        if (part.isWhole) this.#keepOrder(part.key, () => order().map(part.load().restore));
        continue;
      }
      const ranked = part.load();
      const later = part.isWhole ? [] : part.key.operations().operations.slice(part.length);
      const explain = (): Explanation =>
        explainSearch(ranked.operations, this.#model, this.#options.budget, later);
      if (!this.#mayBeExcused(ranked.operations)) return this.#violated(explain, ranked);
      unpredictable = explain();
    }
    if (searches.undecided > 0) return this.#outOfBudget(searches, keys.length);
    if (unpredictable === undefined) return this.#linearizable(keys);
    return {
      verdict: "unknown",
      explanation:
        "Only an unfinished operation of unknown effect could explain this: " +
        unpredictable.explanation,
      ...this.#coverage(),
    };
  }

  /**
   * Whether the history of this key is short, and a first look explains it. Of many keys most are
   * like that, and each engine would take longer to begin. Where states are not named, a step may
   * copy a large one.
   */
  #isExplainedSoon(key: KeyHistory): boolean {
    if (this.#model.transition === undefined || key.length > SHORT) return false;
    if (this.#spending.isOver) return false;
    const { operations, restore } = key.operations();
    const order = explainSoon(operations, this.#model, this.#spending);
    if (order === undefined) return false;
    this.#keepOrder(key, () => order().map(restore));
    return true;
  }

  /** Makes no order that is not asked for. */
  #keepOrder(key: KeyHistory, makeOrder: () => readonly Operation[] | undefined): void {
    const order = this.#options.order === true ? makeOrder() : undefined;
    if (order !== undefined) this.#orders.keep(key, order);
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
    return this.#judgeBy((engine) => engine.judge(operations, this.#spending));
  }

  /** Undefined also where an order is asked for, which an engine makes of operations. */
  #judgeColumns(history: HistoryColumns): Judgement | undefined {
    if (this.#options.order === true) return undefined;
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

  #linearizable(keys: readonly KeyHistory[]): Verdict {
    const coverage = this.#coverage();
    const order = this.#options.order === true ? this.#orders.of(keys) : undefined;
    return { verdict: "linearizable", ...(order && { order }), ...coverage };
  }

  #outOfBudget({ undecided, reached }: Searches<KeyPart>, keys: number): Verdict {
    const { milliseconds, memoryBytes } = this.#options.budget ?? DEFAULT_BUDGET;
    const which = keys === 1 ? "" : ` for ${undecided} of ${keys} keys`;
    const how = reached === undefined ? "" : ` ${describeReached(reached)}`;
    return {
      verdict: "unknown",
      explanation:
        `Within ${milliseconds} ms and ${Math.round(memoryBytes / 2 ** 20)} MiB no order was ` +
        `found${which}, nor that there is none.${how}`,
      ...(reached && { reached }),
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
