/**
 * The smallest part of a failing program that still fails: takes away ever smaller parts for as
 * long as one of them is not needed. (Zeller and Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", IEEE Transactions on Software Engineering, 2002.)
 */
export async function smallest<Item>(
  items: readonly Item[],
  fails: (part: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let needed = items;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < needed.length;) {
      const without = [...needed.slice(0, from), ...needed.slice(from + size)];
      if (await fails(without)) needed = without;
      else from += size;
    }
  }
  return needed;
}
