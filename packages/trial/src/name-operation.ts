import { OperationFailedError } from "@sync-strategies/workload";

/** The same error; if it is that of an operation, its message says of which: "read: no space". */
export function nameOperation(error: unknown): unknown {
  if (!(error instanceof OperationFailedError)) return error;
  return new Error(`${error.operation}: ${error.message}`, { cause: error.cause ?? error });
}
