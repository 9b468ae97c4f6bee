/**
 * Whether what a module exports is a strategy. It may be an instance of a class, so properties
 * count wherever they come from.
 */
import {
  LACKS,
  LEAST_MAXIMUM_OPEN,
  SPANS,
  TRAIT_VALUES,
  VALUE_KINDS,
  type SharedStrategy,
  type Strategy,
  type StrategyTraits,
} from "@sync-strategies/state-store";
import { printable } from "../printable.ts";

/** A module's default export is not a strategy. The message says what is missing. */
export class NotAStrategyError extends Error {
  readonly code = "NOT_A_STRATEGY";
}

/** A module says that its strategies cannot be had here. The message says what is missing. */
export class UnavailableStrategyError extends Error {
  readonly code = "UNAVAILABLE_STRATEGY";
}

const allowedValues = { ...TRAIT_VALUES, control: [true, false] } as const;

export function assertStrategy(candidate: unknown): asserts candidate is Strategy | SharedStrategy {
  if (typeof candidate !== "object" || candidate === null) {
    throw new NotAStrategyError(`its default export is ${describe(candidate)}, not a strategy`);
  }
  const strategy = candidate as Record<string, unknown>;
  for (const field of ["id", "title", "summary"]) {
    if (!isText(strategy[field])) {
      throw new NotAStrategyError(
        `its strategy has no ${field}, which must be a text without control characters`,
      );
    }
  }
  const { reply } = strategy;
  if (reply !== undefined && !isText(reply)) {
    throw new NotAStrategyError("its strategy's reply must be a text, or be left out");
  }
  const id = String(strategy["id"]);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new NotAStrategyError(`the id "${id}" must be lower-case words joined by hyphens`);
  }
  if ("span" in strategy) assertSharing(id, strategy);
  else assertPlain(id, strategy);
  assertTraits(id, strategy["traits"]);
}

/** What a strategy of one event loop has, apart from what all have. */
function assertPlain(id: string, strategy: Record<string, unknown>): void {
  if (typeof strategy["createStore"] === "function") return;
  if (typeof strategy["createState"] === "function") {
    throw new NotAStrategyError(
      `the strategy "${id}" has createState, so it needs a span, too: ${or(SPANS)}`,
    );
  }
  throw new NotAStrategyError(`the strategy "${id}" has no function createStore`);
}

/** The same of a strategy that shares state between members. */
function assertSharing(id: string, strategy: Record<string, unknown>): void {
  if (!isOneOf(SPANS, strategy["span"])) {
    throw new NotAStrategyError(`the span of the strategy "${id}" must be ${or(SPANS)}`);
  }
  for (const method of ["createState", "openStore"]) {
    if (typeof strategy[method] === "function") continue;
    throw new NotAStrategyError(
      `the strategy "${id}" has a span, and no function ${method}; it needs createState and openStore`,
    );
  }
  if (strategy["createStore"] !== undefined) {
    throw new NotAStrategyError(
      `the strategy "${id}" has a span, and createStore, too; createState takes its place`,
    );
  }
  const { service } = strategy;
  if (service !== undefined && !isText(service)) {
    throw new NotAStrategyError(`the service of "${id}" must be a text, or be left out`);
  }
}

function assertTraits(id: string, traits: unknown): asserts traits is StrategyTraits {
  if (typeof traits !== "object" || traits === null) {
    throw new NotAStrategyError(`the strategy "${id}" has no traits`);
  }
  const given = traits as Record<string, unknown>;
  for (const [trait, allowed] of Object.entries(allowedValues)) {
    if (isOneOf(allowed, given[trait])) continue;
    throw new NotAStrategyError(`the strategy "${id}" needs a trait "${trait}": ${or(allowed)}`);
  }
  const { values, survivesKill, maximumOpen, lacks: lacking } = given;
  if (values !== undefined && !isOneOf(VALUE_KINDS, values)) {
    throw new NotAStrategyError(
      `the trait "values" of "${id}" must be ${or(VALUE_KINDS)}, or be left out`,
    );
  }
  if (survivesKill !== undefined && typeof survivesKill !== "boolean") {
    throw new NotAStrategyError(
      `the trait "survivesKill" of "${id}" must be true or false, or be left out`,
    );
  }
  const isLimit = Number.isInteger(maximumOpen) && Number(maximumOpen) >= LEAST_MAXIMUM_OPEN;
  if (maximumOpen !== undefined && !isLimit) {
    throw new NotAStrategyError(
      `the trait "maximumOpen" of "${id}" must be a whole number from ${LEAST_MAXIMUM_OPEN}`,
    );
  }
  if (lacking === undefined) return;
  if (!Array.isArray(lacking)) {
    throw new NotAStrategyError(`the trait "lacks" of "${id}" must be a list of ${or(LACKS)}`);
  }
  const unknown = lacking.findIndex((lack) => !isOneOf(LACKS, lack));
  if (unknown === -1) return;
  const lack: unknown = lacking[unknown];
  const word = typeof lack === "string" ? `"${printable(lack)}"` : describe(lack);
  throw new NotAStrategyError(
    `the trait "lacks" of "${id}" lists ${word}, which is none of ${or(LACKS)}`,
  );
}

/** A text that can be printed as it is, and is not empty. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && printable(value) === value;
}

function isOneOf(allowed: readonly unknown[], value: unknown): boolean {
  return allowed.includes(value);
}

function or(allowed: readonly unknown[]): string {
  return allowed.map((one) => JSON.stringify(one)).join(" or ");
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "function" ? "a function" : `a ${typeof value}`;
}
