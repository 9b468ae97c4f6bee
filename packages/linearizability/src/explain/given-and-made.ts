/** What an operation on a register that replaces one value by another was given, and what it made. */
import type { Operation } from "../history/operation.ts";

export function given(operation: Operation): unknown {
  return pairOf(operation)?.[0];
}

/** Also of a write: what it put there. */
export function made(operation: Operation): unknown {
  return operation.name === "write" ? operation.input : pairOf(operation)?.[1];
}

function pairOf({ name, input, output }: Operation): readonly unknown[] | undefined {
  return (name === "cas" ? input : output) as readonly unknown[] | undefined;
}
