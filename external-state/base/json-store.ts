/**
 * What all stores have alike that keep values as JSON, by keys that are text: what a handle accepts,
 * and when it is closed. They differ in how a value is read, put, and replaced by what an updater makes
 * of it.
 *
 * What JSON cannot say, such as NaN, is not kept.
 */
import { Admission } from "@sync-strategies/shared-memory-stores/stores";
import type { OperationOptions, StateStore, Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "./json-text.ts";
import { keyText } from "./key-text.ts";

export abstract class JsonStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  protected readonly admission = new Admission(() => this.release());

  abstract read(key: Key, options?: OperationOptions): Promise<Value | undefined>;

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const refused = this.admission.refusal(options);
    if (refused !== undefined) return refused;
    return this.admission.during(this.put(keyText(key), jsonText(value), options?.signal));
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.admission.refusal(options);
    if (refused !== undefined) return refused;
    return this.admission.during(this.replace(keyText(key), updater, options?.signal));
  }

  close(): Promise<void> {
    return this.admission.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Replaces the value by this JSON. */
  protected abstract put(key: string, json: string, signal: AbortSignal | undefined): Promise<void>;

  /** Replaces the value by what the updater makes of it, and resolves to that. */
  protected abstract replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value>;

  /** Frees what the handle holds. No operation is open any more. */
  protected abstract release(): void | Promise<void>;
}

/** One whose reads wait for a server, too, and keep the handle open meanwhile. */
export abstract class RemoteStore<Key, Value extends Storable> extends JsonStore<Key, Value> {
  override async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.admission.refusal(options);
    if (refused !== undefined) return refused;
    return this.admission.during(this.get(keyText(key), options?.signal));
  }

  protected abstract get(key: string, signal: AbortSignal | undefined): Promise<Value | undefined>;
}
