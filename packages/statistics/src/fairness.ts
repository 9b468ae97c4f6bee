/** How evenly clients of one role were served. */

export interface Fairness {
  readonly clients: number;
  /** Jain's index: 1 if all got the same, 1 / clients if one got everything. */
  readonly jainIndex: number;
  readonly least: number;
  readonly most: number;
  /** How many clients completed no operation. */
  readonly withNone: number;
}

/**
 * @param operations how many operations each client completed.
 * @param isStarved whether a client was starved. What such a client completed before it was not
 * served any more is no share of the service: it counts as 0, and where all clients of a role were
 * starved, so is the index.
 */
export function fairnessOf(
  operations: readonly number[],
  isStarved: (client: number) => boolean = () => false,
): Fairness {
  const shares = operations.map((count, client) => (isStarved(client) ? 0 : count));
  const areAllStarved = operations.length > 0 && operations.every((_, client) => isStarved(client));
  return {
    clients: operations.length,
    jainIndex: areAllStarved ? 0 : jainIndex(shares),
    least: operations.reduce((one, other) => Math.min(one, other), Infinity),
    most: operations.reduce((one, other) => Math.max(one, other), 0),
    withNone: operations.filter((count) => count === 0).length,
  };
}

/**
 * (Σx)² / (n Σx²), after Jain, Chiu and Hawe, *A Quantitative Measure of Fairness* (DEC TR-301,
 * 1984). It is 1 if no client got anything, since all got the same.
 */
export function jainIndex(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share ** 2, 0);
  return squares === 0 ? 1 : sum ** 2 / (shares.length * squares);
}
