import type { Operation } from "../../history/operation.ts";
import type { Path } from "./path.ts";
import { NONE, type SearchedOperations } from "./searched-operations.ts";

/**
 * The order that a path found. What was absorbed comes directly before the last operation that
 * overwrote; unfinished operations that were not used are left out.
 */
export function orderOf(path: Path, operations: SearchedOperations): Operation[] {
  const { count, finished, unfinished, returns } = operations;
  const order: Operation[][] = [];
  const used = unfinished.map(() => 0);
  let overwriting = NONE;
  let absorbed: number[] = [];
  const insertAbsorbed = (): void => {
    absorbed.sort((one, other) => returns[one]! - returns[other]!);
    order[overwriting]?.unshift(...absorbed.map((operation) => finished[operation]!));
    absorbed = [];
  };
  for (let at = 0; at < path.length; at++) {
    const move = path.moveAt(at);
    if (move >= count && move < 2 * count) {
      absorbed.push(move - count);
      continue;
    }
    const index = move - 2 * count;
    const alike = unfinished[index];
    const overwrites =
      alike === undefined ? operations.overwrites(move) : alike.from === NONE && alike.to !== NONE;
    if (overwrites) {
      insertAbsorbed();
      overwriting = order.length;
    }
    order.push([alike === undefined ? finished[move]! : alike.operations[used[index]!++]!]);
  }
  insertAbsorbed();
  return order.flat();
}
