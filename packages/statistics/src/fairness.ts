/** How evenly clients of one role were served. */

export interface Fairness {
  readonly clients: number;
  /** Jain's index: 1 if all got the same, 1 / clients if one got everything. */
  readonly jainIndex: number;
  readonly least: number;
  readonly most: number;
  /** How many clients completed no operation. */
  readonly starved: number;
}

/** @param operations how many operations each client completed. */
export function fairnessOf(operations: readonly number[]): Fairness {
  return {
    clients: operations.length,
    jainIndex: jainIndex(operations),
    least: operations.reduce((one, other) => Math.min(one, other), Infinity),
    most: operations.reduce((one, other) => Math.max(one, other), 0),
    starved: operations.filter((count) => count === 0).length,
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
