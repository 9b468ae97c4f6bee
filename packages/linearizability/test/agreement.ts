/** Compares the checker, in all that it does, with trying every order, on random histories. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect } from "vitest";
import * as real from "@sync-strategies/linearizability";
import type { Operation, Verdict } from "@sync-strategies/linearizability";
import { isExplanation, isLinearizable, type Definition } from "./brute-force.ts";
import type { EngineCase, Library } from "./engine-case.ts";
import { presentationsOf } from "./presentations.ts";
import {
  definitionOf,
  lotOf,
  randomHistoryOf,
  withTies,
  type RandomHistory,
} from "./random-operations.ts";

export interface Draws {
  readonly seed: number;
  readonly histories: number;
  /** The only presentation, if not all of them. */
  readonly presentation?: string;
}

/**
 * Fails unless every verdict is that of trying every order, every witness is a violation by
 * itself, and of every thousand histories each rule of the case's engine came up in at least one.
 */
export function expectAgreement(engineCase: EngineCase, draws: Draws): void {
  const { difference, outcomes } = compareWithDefinition(engineCase, draws);
  if (difference !== undefined) expect.fail(difference);
  for (const outcome of ["linearizable", ...engineCase.rules]) {
    const found = outcomes.get(`${engineCase.engine} ${outcome}`) ?? 0;
    const least = Math.floor(draws.histories / 1000);
    expect(found, JSON.stringify([...outcomes])).toBeGreaterThanOrEqual(least);
  }
}

/** The first difference, if there is one, and how often each engine had each outcome. */
export interface Comparison {
  readonly difference: string | undefined;
  readonly outcomes: ReadonlyMap<string, number>;
}

export function compareWithDefinition(
  engineCase: EngineCase,
  { seed, histories, presentation }: Draws,
  library: Library = real,
): Comparison {
  const lot = lotOf(xoroshiro128plus(seed));
  const kind = engineCase.kindOf();
  const definition = definitionOf(kind);
  const all = presentationsOf(engineCase, library).filter(
    ({ name }) => presentation === undefined || name === presentation,
  );
  const plain = all.filter(({ isPlain }) => isPlain === true);
  const others = all.filter((one) => !plain.includes(one));
  const outcomes = new Map<string, number>();
  for (let index = 0; index < histories; index++) {
    const drawn = randomHistoryOf(kind, lot);
    const history = lot(2) === 0 ? drawn : withTies(drawn, lot);
    const expected = outcomeByDefinition(history.operations, engineCase, definition);
    // Every engine judges every history; what only changes its form takes turns.
    const inTurn = others.slice(index % others.length).slice(0, 1);
    for (const { name, isPlain, check } of [...plain, ...inTurn]) {
      const verdict = attempt(() => check(history, lot));
      if (verdict === undefined) continue;
      const fault =
        verdict instanceof Error
          ? String(verdict.stack)
          : faultOf(verdict, expected, history, isPlain === true ? definition : undefined);
      if (fault !== undefined) {
        return { difference: describe(index, name, fault, history), outcomes };
      }
      const { engine, ...rest } = verdict as Verdict;
      const count = `${engine} ${"rule" in rest ? rest.rule : rest.verdict}`;
      outcomes.set(count, (outcomes.get(count) ?? 0) + 1);
    }
  }
  return { difference: undefined, outcomes };
}

/**
 * An unfinished operation of unknown effect may have done anything from its call on. So without it
 * the history is linearizable, or was not before that call, or nothing can be said.
 */
function outcomeByDefinition(
  operations: readonly Operation[],
  { model }: EngineCase,
  definition: Definition,
): Verdict["verdict"] {
  const isKnown = (operation: Operation): boolean => model.isUnpredictable?.(operation) !== true;
  const known = operations.filter(isKnown);
  if (isLinearizable(known, definition)) return "linearizable";
  if (known.length === operations.length) return "not-linearizable";
  const beginning = operations.flatMap((operation): Operation[] => {
    const { key, called, returned = Infinity, ...rest } = operation;
    const end =
      operations.find((other) => other.key === key && !isKnown(other))?.called ?? Infinity;
    if (called >= end) return [];
    // At the same number the return comes after the call.
    return returned < end ? [operation] : [{ key, called, ...rest }];
  });
  return isLinearizable(beginning, definition) ? "unknown" : "not-linearizable";
}

/**
 * @param definition by which the witness is a violation by itself, and the order an explanation;
 *   undefined if they are not made of the operations that were drawn.
 */
function faultOf(
  verdict: Verdict,
  expected: Verdict["verdict"],
  history: RandomHistory,
  definition: Definition | undefined,
): string | undefined {
  const { engine } = verdict;
  if (verdict.verdict !== expected) {
    return `${engine} says ${verdict.verdict}, but by definition it is ${expected}`;
  }
  if (verdict.verdict === "unknown" || definition === undefined) return undefined;
  if (verdict.verdict === "linearizable") {
    const { order } = verdict;
    if (order === undefined || isExplanation(order, history.operations, definition))
      return undefined;
    return `the order of ${engine} does not explain it: ${JSON.stringify(order)}`;
  }
  const { operations, context, initial } = verdict.witness;
  if (!isLinearizable([...operations, ...context], definition, initial)) return undefined;
  return `the witness of ${engine} is no violation: ${JSON.stringify(verdict)}`;
}

function attempt<Result>(act: () => Result): Result | Error {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function describe(
  index: number,
  presentation: string,
  fault: string,
  { operations, failed }: RandomHistory,
): string {
  return [
    `history ${index}, presented as ${presentation}: ${fault}`,
    ...operations.map((operation) => JSON.stringify(operation)),
    ...failed.map((operation) => `failed: ${JSON.stringify(operation)}`),
  ].join("\n");
}
