/** What an error of pg tells about the statement that it rejects. */
import { DatabaseError } from "pg";
import type { Fate } from "../../../base/outcome.ts";

/**
 * Codes with which the server ends a connection, whatever it has done by then: connection exceptions,
 * "statement completion unknown" and the shutdowns. See PostgreSQL's manual, appendix A.
 */
const ENDS_CONNECTION = /^08|^40003$|^57P/;

/** With any other code the server says that a statement has failed, and has undone it. */
export function fateOf(error: unknown): Fate {
  const code = codeOf(error);
  return code === undefined || ENDS_CONNECTION.test(code) ? "no reply" : "refused";
}

/** Whether the server has ended a statement because it was asked to. */
export const isCancelled = (error: unknown): boolean => codeOf(error) === "57014";

/** Whether another transaction came first, so that this one must start over. */
export const isSerializationFailure = (error: unknown): boolean => codeOf(error) === "40001";

function codeOf(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}
