/**
 * One member's side of the locks that guard a state: of one lock around all of it, or of one per key.
 * No member is blocked: what waits is a promise.
 */
export interface Locks {
  /** Takes the key's lock for one step that does not await, if it is free and no caller waits here. */
  tryEnter(key: number): boolean;

  /** Ends the step. */
  leave(key: number): void;

  /** Waits for the lock, does the step while it is held, and settles as the step does. */
  perform<Result>(
    key: number,
    step: () => Result,
    signal: AbortSignal | undefined,
  ): Promise<Result>;

  /**
   * Acquires the lock: at once, or when the promise resolves. It rejects with the signal's reason if
   * the signal aborts first; then the caller never holds the lock. The holder must {@link release}.
   */
  acquire(key: number, signal: AbortSignal | undefined): Promise<void> | undefined;

  /** Hands the lock on. Only its holder may call this, and only once. */
  release(key: number): void;
}
