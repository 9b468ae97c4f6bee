/**
 * Where a strategy's clients can be: in one event loop, or in all members of its span. A command
 * takes strategies of one kind at a time, since their figures say nothing about each other.
 */
import type { Span } from "@sync-strategies/state-store";
import { wrongInput, type CommandError } from "../command-error.ts";
import type { StrategySource } from "./strategy-source.ts";

/** A span, `one-loop` for strategies of one event loop, or `every` for all strategies. */
export type WantedSpan = Span | "one-loop" | "every";

/** What must be known of a strategy. */
type Spanning = Pick<StrategySource, "id" | "span">;

export function isOfSpan({ span }: Pick<StrategySource, "span">, wanted: WantedSpan): boolean {
  return wanted === "every" || (span ?? "one-loop") === wanted;
}

/**
 * What is wrong with a name of these strategies, if none of them is wanted.
 *
 * @param advice what to do about it; if missing, which flag to add or to leave out.
 */
export function spanRefusal(
  strategies: readonly Spanning[],
  wanted: WantedSpan,
  advice = adviceFor(strategies[0]?.span, wanted),
): CommandError | undefined {
  const [first] = strategies;
  if (first === undefined || strategies.some((strategy) => isOfSpan(strategy, wanted))) {
    return undefined;
  }
  return wrongInput(`${describeSpan(first)}; ${advice}`);
}

/** "futex shares state between threads" */
export function describeSpan({ id, span }: Spanning): string {
  return span === undefined
    ? `${id} lives in one event loop`
    : `${id} shares state between ${span}`;
}

function adviceFor(span: Span | undefined, wanted: WantedSpan): string {
  if (span === undefined) return `leave out --${wanted}`;
  if (span === "machines") return "no command runs such a strategy yet";
  return wanted === "one-loop" ? `add --${span}` : `write --${span} in place of --${wanted}`;
}
