/** The request to a benchmark's process, and its answer. */

export interface MeasureRequest {
  readonly moduleUrl: string;
  /** Its number in the list of all benchmarks. */
  readonly benchmark: number;
  /** Whether promises are counted, rather than time measured. */
  readonly isCounted: boolean;
}

export type Measured = Timed | Counted | { readonly failed: string };

export interface Timed {
  readonly nanoseconds: number;
}

export interface Counted {
  readonly promises: number;
  readonly hops: number;
}
