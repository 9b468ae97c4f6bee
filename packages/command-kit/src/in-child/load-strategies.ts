/**
 * Loads a strategy module. A module may do anything when it is imported, so one of unknown origin
 * is loaded only in a child process.
 */
import { LEAST_MAXIMUM_OPEN, type Strategy } from "@sync-strategies/state-store";

/** A module's default export is not a strategy. The message says what is missing. */
export class NotAStrategyError extends Error {
  readonly code = "NOT_A_STRATEGY";
}

/** Imports the module and returns the strategies that it exports by default. */
export async function loadStrategies(moduleUrl: string): Promise<readonly Strategy[]> {
  const module: { default?: unknown } = await import(moduleUrl);
  if (module.default === undefined) {
    throw new NotAStrategyError(
      "it has no default export; a strategy, or an array of them, is needed",
    );
  }
  const exported: unknown[] = Array.isArray(module.default) ? module.default : [module.default];
  if (exported.length === 0) throw new NotAStrategyError("its default export is an empty array");
  return exported.map((candidate) => {
    assertStrategy(candidate);
    return candidate;
  });
}

/**
 * The one of the module's strategies that has this id.
 *
 * @throws {TypeError} if the module has none, since it was changed.
 */
export async function findStrategy(moduleUrl: string, id: string): Promise<Strategy> {
  const strategies = await loadStrategies(moduleUrl);
  const strategy = strategies.find((one) => one.id === id);
  if (strategy === undefined) throw new TypeError(`it no longer exports "${id}"`);
  return strategy;
}

const traitValues = {
  access: ["lock-holder", "owner-task", "any-caller"],
  exclusion: ["store", "key", "nothing"],
  reads: ["wait", "never-wait"],
  updaterRuns: ["once", "at-least-once"],
  control: [true, false],
} as const;

function assertStrategy(candidate: unknown): asserts candidate is Strategy {
  if (typeof candidate !== "object" || candidate === null) {
    throw new NotAStrategyError(`its default export is ${describe(candidate)}, not a strategy`);
  }
  const strategy = new Map<string, unknown>(Object.entries(candidate));
  for (const field of ["id", "title", "summary"]) {
    if (typeof strategy.get(field) !== "string" || strategy.get(field) === "") {
      throw new NotAStrategyError(`its strategy has no ${field}, which must be a text`);
    }
  }
  const reply = strategy.get("reply");
  if (reply !== undefined && typeof reply !== "string") {
    throw new NotAStrategyError("its strategy's reply must be a text, or be left out");
  }
  const id = String(strategy.get("id"));
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new NotAStrategyError(`the id "${id}" must be lower-case words joined by hyphens`);
  }
  if (typeof strategy.get("createStore") !== "function") {
    throw new NotAStrategyError(`the strategy "${id}" has no function createStore`);
  }
  const traits = strategy.get("traits");
  if (typeof traits !== "object" || traits === null) {
    throw new NotAStrategyError(`the strategy "${id}" has no traits`);
  }
  for (const [trait, allowed] of Object.entries(traitValues)) {
    const value: unknown = Object.getOwnPropertyDescriptor(traits, trait)?.value;
    if (!(allowed as readonly unknown[]).includes(value)) {
      const choice = allowed.map((one) => JSON.stringify(one)).join(" or ");
      throw new NotAStrategyError(`the strategy "${id}" needs a trait "${trait}": ${choice}`);
    }
  }
  const maximumOpen: unknown = Object.getOwnPropertyDescriptor(traits, "maximumOpen")?.value;
  const isLimit = Number.isInteger(maximumOpen) && Number(maximumOpen) >= LEAST_MAXIMUM_OPEN;
  if (maximumOpen !== undefined && !isLimit) {
    throw new NotAStrategyError(
      `the trait "maximumOpen" of "${id}" must be a whole number from ${LEAST_MAXIMUM_OPEN}`,
    );
  }
}

function describe(value: unknown): string {
  return value === null ? "null" : typeof value === "function" ? "a function" : `a ${typeof value}`;
}
