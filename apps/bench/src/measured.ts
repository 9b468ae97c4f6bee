/** What a benchmark's process is asked, and what it answers. */

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
