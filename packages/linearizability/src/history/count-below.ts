/** How many numbers of a sorted list are below this one. */
export function countBelow(sorted: ArrayLike<number>, number: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
