/**
 * What a test called and how each call ended, for the message of a test that fails: the sentence
 * says what is wrong, and the trace with which operation, key and value.
 *
 * It holds text only, never a key or a value: tests ask what the store holds.
 */
import type { StateStore, Storable, Updater } from "@sync-strategies/state-store";
import { show } from "./expectations.ts";

/** How many calls are shown from a trace's beginning, and from its end. */
const SHOWN = 8;

export class TracedCall {
  readonly text: string;
  /** Whether it resolves to a value: a read and an update do. */
  readonly #hasResult: boolean;
  #outcome = "";

  constructor(text: string, hasResult: boolean) {
    this.text = text;
    this.#hasResult = hasResult;
  }

  /** What has happened to it so far. */
  get outcome(): string {
    return this.#outcome;
  }

  calledUpdater(current: unknown): void {
    this.#add(`updater given ${show(current)}`);
  }

  resolved(value: unknown): void {
    this.#add(this.#hasResult ? `resolved to ${show(value)}` : "resolved");
  }

  rejected(reason: unknown): void {
    this.#add(`rejected with ${show(reason)}`);
  }

  #add(what: string): void {
    this.#outcome += this.#outcome === "" ? what : `, ${what}`;
  }
}

export class Trace {
  readonly #first: TracedCall[] = [];
  readonly #last: TracedCall[] = [];
  #omitted = 0;
  #stores = 0;

  get isEmpty(): boolean {
    return this.#first.length === 0;
  }

  /** The same store, whose calls are recorded. Each method returns what the store returned. */
  record<Key, Value extends Storable>(
    store: StateStore<Key, Value>,
    onSettled: () => void,
  ): StateStore<Key, Value> {
    this.#stores += 1;
    const of = this.#stores === 1 ? "" : ` of store ${this.#stores}`;
    const follow = <Result>(call: TracedCall, promise: Promise<Result>): Promise<Result> => {
      // It need not be a promise: the store is not yet known to keep its contract. And a rejection
      // that a failed test no longer awaits does not end the process.
      Promise.resolve(promise).then(
        (value) => {
          call.resolved(value);
          onSettled();
        },
        (error: unknown) => {
          call.rejected(error);
          onSettled();
        },
      );
      return promise;
    };
    return {
      read: (key, options) =>
        follow(this.#begin(`read ${show(key)}${of}`, options), store.read(key, options)),
      write: (key, value, options) =>
        follow(
          this.#begin(`write ${show(key)} = ${show(value)}${of}`, options),
          store.write(key, value, options),
        ),
      update: (key, updater, options) => {
        const call = this.#begin(`update ${show(key)}${of}`, options);
        return follow(call, store.update(key, watch(call, updater), options));
      },
      close: () => follow(this.#begin(`close${of}`), store.close()),
      [Symbol.asyncDispose]: () =>
        follow(this.#begin(`dispose${of}`), store[Symbol.asyncDispose]()),
    };
  }

  /** A line for each call, in the order of the calls. */
  lines(): string[] {
    const shown = [...this.#first, ...this.#last];
    const width = Math.max(...shown.map(({ text }) => text.length));
    const lines = shown.map(
      ({ text, outcome }) => `  ${text.padEnd(width)}  ${outcome === "" ? "open" : outcome}`,
    );
    if (this.#omitted > 0) lines.splice(SHOWN, 0, `  … ${this.#omitted} more`);
    return lines;
  }

  #begin(text: string, options?: { readonly signal?: AbortSignal | undefined }): TracedCall {
    const signal = options?.signal === undefined ? "" : ", with a signal";
    const hasResult = text.startsWith("read") || text.startsWith("update");
    return this.begin(text + signal, hasResult);
  }

  /** Notes a call that begins now. */
  begin(text: string, hasResult: boolean): TracedCall {
    const call = new TracedCall(text, hasResult);
    if (this.#first.length < SHOWN) {
      this.#first.push(call);
      return call;
    }
    this.#last.push(call);
    if (this.#last.length > SHOWN) {
      this.#last.shift();
      this.#omitted += 1;
    }
    return call;
  }
}

/** The updater, except that its call is recorded. It may be no function at all. */
function watch<Value extends Storable>(call: TracedCall, updater: Updater<Value>): Updater<Value> {
  if (typeof updater !== "function") return updater;
  return (current) => {
    call.calledUpdater(current);
    return updater(current);
  };
}
