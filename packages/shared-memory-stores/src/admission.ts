/**
 * What one handle accepts, and when the last of it is over.
 *
 * Closing a handle ends what this member began and nothing else. The state stays as it is, since
 * the other members go on.
 */
import { nextTurn, rejectInTurn } from "@sync-strategies/event-loop";
import { StoreClosedError, type OperationOptions } from "@sync-strategies/state-store";

export class Admission {
  readonly #release: (() => void | Promise<void>) | undefined;
  /** Operations that have not settled within their call. */
  #open = 0;
  #onNoneOpen: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  /** @param release frees what the handle holds, if anything, once no operation is open any more. */
  constructor(release?: () => void | Promise<void>) {
    this.#release = release;
  }

  /** Whether an operation waits, or is being carried out. */
  get hasOpen(): boolean {
    return this.#open > 0;
  }

  /** The rejection of an operation that must not begin; undefined if it may. */
  refusal(options: OperationOptions | undefined): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    const signal = options?.signal;
    return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;
  }

  /** Keeps the handle open for an operation that waits. Settles as it does. */
  async during<Result>(operation: Promise<Result>): Promise<Result> {
    this.#open += 1;
    try {
      return await operation;
    } finally {
      this.#open -= 1;
      if (this.#open === 0) this.#onNoneOpen?.();
    }
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#drain());
  }

  async #drain(): Promise<void> {
    if (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#onNoneOpen = resolve;
      });
    }
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
    await this.#release?.();
  }
}
