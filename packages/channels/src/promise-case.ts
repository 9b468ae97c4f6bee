/**
 * The case of a select that is ready once a promise has settled.
 *
 * A promise cannot be asked whether it has settled, and a reaction that was added to it cannot be
 * removed. So each promise gets one reaction, however many cases wait for it and however often, and
 * what is known of it is kept for as long as the promise is. A select that loops over one promise
 * therefore leaves nothing behind in any round.
 *
 * Invariant: a settlement has waiters only while its promise is pending.
 */
import { AnyCase, type ChosenCase } from "./case.ts";

/** A case that is ready once a promise has settled. Made with {@link settling}. It belongs to one select. */
export interface PromiseCase<in out T> {
  readonly kind: "promise";
  /**
   * The promise. It may be replaced, also by `undefined` to switch the case off; a select that
   * already waits continues with the old one.
   */
  promise: PromiseLike<T> | undefined;
}

/**
 * A case that is ready once the promise has settled, and from then on always, as a closed channel
 * is. The select resolves to `{ ok: true, value }` if the promise was fulfilled, and to
 * `{ ok: false, error }` if it was rejected: a result to act on, while a select itself rejects only
 * for a send on a closed channel or a cancelled wait.
 *
 * Whether a promise has settled becomes known a microtask after its first case was made. A
 * rejection counts as handled from then on. Without a promise, the case is never ready.
 *
 * @throws {TypeError} if it is given anything else than a promise or `undefined`.
 */
export function settling<T>(promise: PromiseLike<T> | undefined): PromiseCase<T> {
  return new SettlingCase(promise);
}

class SettlingCase<T> extends AnyCase implements PromiseCase<T> {
  readonly kind = "promise";
  #promise: PromiseLike<T> | undefined;
  #settlement: Settlement | undefined;
  /** The settlement for which the case waits: `promise` may have been replaced since. */
  #waitsFor: Settlement | undefined = undefined;

  constructor(promise: PromiseLike<T> | undefined) {
    super();
    this.#settlement = this.#settlementOf(promise);
    this.#promise = promise;
  }

  override get queue(): object | undefined {
    return this.#settlement;
  }

  get promise(): PromiseLike<T> | undefined {
    return this.#promise;
  }

  set promise(promise: PromiseLike<T> | undefined) {
    this.#settlement = this.#settlementOf(promise);
    this.#promise = promise;
    this.owner?.queueChanged();
  }

  isReady(): boolean {
    return this.#settlement?.outcome !== undefined;
  }

  carryOut(): ChosenCase {
    return this.#chosen(this.#settlement?.outcome);
  }

  wait(): void {
    this.#waitsFor = this.#settlement;
    this.#settlement?.waiters.add(this);
  }

  leave(): void {
    this.#waitsFor?.waiters.delete(this);
    this.#waitsFor = undefined;
  }

  /** The promise has settled while the case waited. */
  end(outcome: Outcome): void {
    this.owner?.settle(this.#chosen(outcome));
  }

  #chosen(outcome: Outcome | undefined): ChosenCase {
    return { case: this.name, ok: false, value: undefined, ...outcome };
  }

  #settlementOf(promise: PromiseLike<T> | undefined): Settlement | undefined {
    if (promise === undefined) return undefined;
    if (isPromise(promise)) return settlementOf(promise);
    throw this.mistake("a promise", promise);
  }
}

type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly value: undefined; readonly error: unknown };

/** What is known of a promise. */
class Settlement {
  outcome: Outcome | undefined = undefined;
  readonly waiters = new Set<{ end(outcome: Outcome): void }>();

  constructor(promise: PromiseLike<unknown>) {
    // By way of a promise of the language, since a foreign one might call back twice, or at once.
    Promise.resolve(promise).then(
      (value) => this.#settle({ ok: true, value }),
      (error: unknown) => this.#settle({ ok: false, value: undefined, error }),
    );
  }

  #settle(outcome: Outcome): void {
    this.outcome = outcome;
    // Each waiter leaves as it ends.
    for (const waiter of this.waiters) waiter.end(outcome);
  }
}

const settlements = new WeakMap<object, Settlement>();

function settlementOf(promise: PromiseLike<unknown>): Settlement {
  let settlement = settlements.get(promise);
  if (settlement === undefined) {
    settlement = new Settlement(promise);
    settlements.set(promise, settlement);
  }
  return settlement;
}

/** Callers without types may pass anything. */
function isPromise(promise: unknown): promise is PromiseLike<unknown> {
  return (
    ((typeof promise === "object" && promise !== null) || typeof promise === "function") &&
    "then" in promise &&
    typeof promise.then === "function"
  );
}
