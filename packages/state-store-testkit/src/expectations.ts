/**
 * What the suite demands, in its own few words rather than in a test framework's, because the
 * same tests also run outside of one.
 */

/** A store did what the contract forbids. The message says what was seen. */
export class ContractViolation extends Error {
  readonly code = "CONTRACT_VIOLATION";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ContractViolation";
  }
}

/** Nothing happened for as long as a test is patient: it still waited. */
export class StuckViolation extends ContractViolation {}

/** Whether this is what a test rejected with that was stuck. */
export function isStuck(error: unknown): boolean {
  if (error instanceof StuckViolation) return true;
  return error instanceof ContractViolation && isStuck(error.cause);
}

export function expectTrue(condition: boolean, violation: string): void {
  if (!condition) throw new ContractViolation(violation);
}

/** Compares as `Object.is` does: objects by identity, NaN equal to itself. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (Object.is(actual, expected)) return;
  throw new ContractViolation(`${what}: expected ${show(expected)}, got ${show(actual)}.`);
}

/** Compares as `Map` compares keys: as `expectSame`, except that 0 and -0 are one. */
export function expectOneOf(actual: unknown, allowed: readonly unknown[], what: string): void {
  if (allowed.includes(actual)) return;
  const choice = allowed.map(show).join(" or ");
  throw new ContractViolation(`${what}: expected ${choice}, got ${show(actual)}.`);
}

export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Object.is(value, -0)) return "-0";
  if (value instanceof Error) return `${value.name}(${JSON.stringify(value.message)})`;
  if (typeof value === "object" && value !== null) return showObject(value);
  return String(value);
}

function showObject(value: object): string {
  try {
    return `the object ${JSON.stringify(value)}`;
  } catch {
    return "an object";
  }
}
