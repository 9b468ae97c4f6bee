/** Says how far a search came, in a sentence. */
import type { Reached } from "../engines/search/searches.ts";
import { describeKey, describeOperation } from "./describe-operation.ts";

export function describeReached({ key, placed, operations, first }: Reached): string {
  return (
    `At most ${placed} of the ${operations} operations that returned${describeKey("at", key)} ` +
    `found a place, and no order that was tried went past event ${first.returned}, at which ` +
    `${describeOperation(first)}.`
  );
}
