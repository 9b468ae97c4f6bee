import type { Operation } from "./operation.ts";

/** What a read of a log or a set showed, which may be no array if the object is at fault. */
export function elementsOf({ output }: Operation): readonly unknown[] {
  return (output ?? []) as readonly unknown[];
}
