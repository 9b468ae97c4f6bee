/** The case of a select that is ready once a signal has aborted: Go's `case <-ctx.Done()`. */
import { addAbortWaiter, removeAbortWaiter, type AbortWaiter } from "@sync-strategies/event-loop";
import { isAbortSignal } from "./cancellation.ts";
import { AnyCase, type ChosenCase } from "./case.ts";

/** A case that is ready once a signal has aborted. Made with {@link aborting}. It belongs to one select. */
export interface SignalCase {
  readonly kind: "signal";
  /**
   * The signal. It may be replaced, also by `undefined` to switch the case off; a select that
   * already waits continues with the old one.
   */
  signal: AbortSignal | undefined;
}

/**
 * `case <-ctx.Done()`. The case is ready once the signal has aborted, and from then on always, as
 * a closed channel is. The select resolves to `{ ok: true, value: signal.reason }`.
 *
 * The option `{ signal }` of a wait rejects the wait instead. Without a signal, the case is never
 * ready. No listener is left on the signal once the select does not wait.
 *
 * @throws {TypeError} if it is given anything else than an abort signal or `undefined`.
 */
export function aborting(signal: AbortSignal | undefined): SignalCase {
  return new AbortingCase(signal);
}

class AbortingCase extends AnyCase implements SignalCase, AbortWaiter {
  readonly kind = "signal";
  #signal: AbortSignal | undefined;
  /** The signal for which the case waits: `signal` may have been replaced since. */
  #waitsFor: AbortSignal | undefined = undefined;

  constructor(signal: AbortSignal | undefined) {
    super();
    this.#signal = this.#checked(signal);
  }

  override get queue(): object | undefined {
    return this.#signal;
  }

  get signal(): AbortSignal | undefined {
    return this.#signal;
  }

  set signal(signal: AbortSignal | undefined) {
    this.#signal = this.#checked(signal);
    this.owner?.queueChanged();
  }

  isReady(): boolean {
    return this.#signal?.aborted === true;
  }

  carryOut(): ChosenCase {
    return { case: this.name, ok: true, value: this.#signal?.reason };
  }

  wait(): void {
    this.#waitsFor = this.#signal;
    if (this.#signal !== undefined) addAbortWaiter(this.#signal, this);
  }

  leave(): void {
    if (this.#waitsFor !== undefined) removeAbortWaiter(this.#waitsFor, this);
    this.#waitsFor = undefined;
  }

  onAbort(reason: unknown): void {
    this.owner?.settle({ case: this.name, ok: true, value: reason });
  }

  #checked(signal: AbortSignal | undefined): AbortSignal | undefined {
    if (signal === undefined || isAbortSignal(signal)) return signal;
    throw this.mistake("an AbortSignal", signal);
  }
}
