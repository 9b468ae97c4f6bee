/**
 * Moves places on a line apart until neighbours have a gap between them, each as little as the
 * others allow, and none out of bounds. They keep their order.
 *
 * Places that are too near each other form a block, which is centred on the mean of what its places
 * want; blocks that then touch become one. (This is isotonic regression by pooling adjacent
 * violators: Barlow, Bartholomew, Bremner and Brunk, 1972.)
 */
export function spread(
  places: readonly number[],
  { gap, from, to }: { readonly gap: number; readonly from: number; readonly to: number },
): number[] {
  const order = places.map((_, index) => index).toSorted((a, b) => places[a]! - places[b]!);
  const blocks: Block[] = [];
  for (const index of order) {
    blocks.push({ members: [index], start: within(places[index]!, 0) });
    while (overlaps(blocks.at(-2), blocks.at(-1))) merge();
  }
  const moved = [...places];
  for (const { members, start } of blocks) {
    for (const [rank, index] of members.entries()) moved[index] = start + rank * gap;
  }
  return moved;

  function overlaps(upper: Block | undefined, lower: Block | undefined): boolean {
    if (upper === undefined || lower === undefined) return false;
    return upper.start + upper.members.length * gap > lower.start;
  }

  function merge(): void {
    const [lower, upper] = [blocks.pop()!, blocks.pop()!];
    const members = [...upper.members, ...lower.members];
    const wanted = members.map((index, rank) => places[index]! - rank * gap);
    const mean = wanted.reduce((sum, one) => sum + one, 0) / members.length;
    blocks.push({ members, start: within(mean, (members.length - 1) * gap) });
  }

  function within(start: number, length: number): number {
    return Math.max(from, Math.min(start, to - length));
  }
}

/** Places that touch, from the first on. */
interface Block {
  readonly members: readonly number[];
  readonly start: number;
}
