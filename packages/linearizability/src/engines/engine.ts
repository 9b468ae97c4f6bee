/**
 * An engine decides histories of certain shapes without a search, most of them in a time that grows
 * with the history's length alone. A model names the engines that know it.
 */
import type { Explanation } from "../explain/witness.ts";
import type { Operation } from "../history/operation.ts";
import type { HistoryColumns } from "../history/columns.ts";
import type { Spending } from "./budget.ts";

export interface Engine {
  /** As a verdict names it. */
  readonly name: string;

  /**
   * @param operations of one key, in the order of their calls, with ranked events: whole numbers
   * from 1 on, no two the same.
   * @param spending what is left of the check's budget, for an engine that searches.
   * @returns `undefined` if the engine cannot decide this history, or not within the budget.
   */
  judge(operations: readonly Operation[], spending: Spending): Judgement | undefined;

  /** The same as `judge` for a history in columns, of one key or of all at once. */
  judgeColumns?(history: HistoryColumns): Judgement | undefined;
}

/** What became of a history: how to make an order that explains it, or what is wrong with it. */
export type Outcome<Violation> = Required<Linearizable> | { readonly violation: Violation };

export type Judgement = Linearizable | NotLinearizable;

export interface Linearizable {
  /**
   * Makes an order that explains the history. Operations that never returned may be left out. If
   * it is missing, or returns `undefined`, the search has to find one.
   */
  readonly order?: () => readonly Operation[] | undefined;
}

export interface NotLinearizable {
  /** @param later what was called after the end of the history, if that is the beginning of one. */
  readonly explain: (later?: readonly Operation[]) => Explanation;
}
