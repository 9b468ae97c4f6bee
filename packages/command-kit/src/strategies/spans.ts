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
type Spanning = Pick<StrategySource, "id" | "span" | "service">;

/** The flag with which a command runs strategies of a span: machines meet at a service. */
export function flagOf(span: Span): string {
  return span === "machines" ? "--services" : `--${span}`;
}

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

/** "futex shares state between threads", or "redis-lua keeps its state in redis" */
export function describeSpan({ id, span, service }: Spanning): string {
  if (span === undefined) return `${id} lives in one event loop`;
  return service === undefined
    ? `${id} shares state between ${span}`
    : `${id} keeps its state in ${service}`;
}

function adviceFor(span: Span | undefined, wanted: WantedSpan): string {
  const used = wanted === "one-loop" || wanted === "every" ? undefined : flagOf(wanted);
  if (span === undefined) return `leave out ${used}`;
  return used === undefined ? `add ${flagOf(span)}` : `write ${flagOf(span)} in place of ${used}`;
}
