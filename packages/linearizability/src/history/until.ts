import { returnOf, type Operation } from "./operation.ts";

/** The history up to a moment: without later calls, and with later returns missing. */
export function until(operations: readonly Operation[], time: number): Operation[] {
  return operations
    .filter(({ called }) => called < time)
    .map((operation) => {
      if (returnOf(operation) <= time) return operation;
      const { returned: _, ...unfinished } = operation;
      return unfinished;
    });
}
