/** Where a store keeps its numbers: shared memory, or a file. */
export interface NumberCells {
  /** The keys are the whole numbers below this one. */
  readonly keys: number;
  /** Undefined if the key was never written. */
  read(key: number): number | undefined;
  write(key: number, value: number): void;
  /** Called once, when the store is closed and no operation is open. Left out if nothing is to do. */
  close?(): Promise<void>;
}
