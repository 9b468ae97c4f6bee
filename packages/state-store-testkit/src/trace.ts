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

interface Call {
  readonly text: string;
  /** Whether it resolves to a value: a read and an update do. */
  readonly hasResult: boolean;
  /** What has happened to it so far. */
  outcome: string;
}

export class Trace {
  readonly #first: Call[] = [];
  readonly #last: Call[] = [];
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
    const follow = <Result>(call: Call, promise: Promise<Result>): Promise<Result> => {
      // It need not be a promise: the store is not yet known to keep its contract. And a rejection
      // that a failed test no longer awaits does not end the process.
      Promise.resolve(promise).then(
        (value) => {
          add(call, call.hasResult ? `resolved to ${show(value)}` : "resolved");
          onSettled();
        },
        (error: unknown) => {
          add(call, `rejected with ${show(error)}`);
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

  #begin(text: string, options?: { readonly signal?: AbortSignal | undefined }): Call {
    const signal = options?.signal === undefined ? "" : ", with a signal";
    const hasResult = text.startsWith("read") || text.startsWith("update");
    const call: Call = { text: text + signal, hasResult, outcome: "" };
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

function add(call: Call, what: string): void {
  call.outcome += call.outcome === "" ? what : `, ${what}`;
}

/** The updater, except that its call is recorded. It may be no function at all. */
function watch<Value extends Storable>(call: Call, updater: Updater<Value>): Updater<Value> {
  if (typeof updater !== "function") return updater;
  return (current) => {
    add(call, `updater given ${show(current)}`);
    return updater(current);
  };
}
