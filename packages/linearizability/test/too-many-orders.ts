/**
 * A history that takes a search as many steps as there are orders: letters that are all appended at
 * the same time, one per client, and then a read of a text that they do not make.
 */
import type { Operation } from "@sync-strategies/linearizability";

export function tooManyOrders(
  letters: readonly string[],
  output: string,
  key: string,
): { readonly appends: readonly Operation[]; readonly wrong: Operation } {
  const appends = letters.map((input, index): Operation => {
    return { client: index, key, name: "append", input, called: index, returned: 100 + index };
  });
  return {
    appends,
    wrong: { client: 99, key, name: "read", output, called: 200, returned: 201 },
  };
}
