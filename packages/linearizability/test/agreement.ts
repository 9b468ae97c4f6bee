/** Holds an engine against trying every order, on random histories. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect } from "vitest";
import { check, type Model, type Operation, type Witness } from "@sync-strategies/linearizability";
import { isLinearizable } from "./brute-force.ts";
import type { EngineCase } from "./engine-cases.ts";
import { randomOperations, type Lot } from "./random-operations.ts";

export interface Draws {
  readonly seed: number;
  readonly histories: number;
  /** What becomes of each history before it is checked. */
  readonly change?: (history: Operation[], lot: Lot) => Operation[];
}

/**
 * Fails unless every verdict is that of trying every order, every witness is a violation by
 * itself, and every rule was broken by at least one history in a thousand.
 */
export function expectAgreement(
  { engine, kindOf, model, rules }: EngineCase,
  { seed, histories, change = (history) => history }: Draws,
): void {
  const generator = xoroshiro128plus(seed);
  const lot: Lot = (below) => uniformInt(generator, 0, below - 1);
  const kind = kindOf();
  const seen = new Map<string, number>();
  for (let index = 0; index < histories; index++) {
    const history = change(randomOperations(generator, kind), lot);
    // Engines leave out operations of unknown effect.
    const known = history.filter((operation) => model.isUnpredictable?.(operation) !== true);
    const verdict = check(history, model);
    const outcome = verdict.verdict === "not-linearizable" ? verdict.rule : verdict.verdict;
    const count = `${verdict.engine} ${outcome}`;
    seen.set(count, (seen.get(count) ?? 0) + 1);
    const isRight =
      isLinearizable(known, model) === (verdict.verdict === "linearizable") &&
      (verdict.verdict !== "unknown" || known.length < history.length) &&
      (verdict.verdict !== "not-linearizable" || isViolation(verdict.witness, model));
    if (!isRight) {
      const lines = history.map((operation) => JSON.stringify(operation)).join("\n");
      expect.fail(`history ${index}: ${JSON.stringify(verdict)}\n${lines}`);
    }
  }
  for (const outcome of ["linearizable", ...rules]) {
    const least = histories / 1000;
    const found = seen.get(`${engine} ${outcome}`) ?? 0;
    expect(found, JSON.stringify([...seen])).toBeGreaterThanOrEqual(least);
  }
}

/** Whether the witness is a violation by itself, by trying every order. */
function isViolation({ operations, context, initial }: Witness, model: Model): boolean {
  return !isLinearizable([...operations, ...context], model, initial);
}

/**
 * Makes events coincide, by dividing their numbers by a random divisor and rounding down, and
 * shifts them all to numbers of a random size.
 */
export function withTies(history: readonly Operation[], lot: Lot): Operation[] {
  const divisor = 1 + lot(4);
  const start = [0, -7, 2 ** 31 - 3, 2 ** 53 - 100][lot(4)] ?? 0;
  const coarse = (event: number): number => start + Math.floor(event / divisor);
  return history.map((operation) => {
    const { called, returned } = operation;
    if (returned === undefined) return { ...operation, called: coarse(called) };
    return { ...operation, called: coarse(called), returned: coarse(returned) };
  });
}
