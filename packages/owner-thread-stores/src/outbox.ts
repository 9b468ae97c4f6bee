/**
 * What leaves by one end of a port. A message costs far more than what it says, so all that
 * one turn of the event loop brings about leaves in one message.
 *
 * A message is a list of records, one field after the other. (As objects they would take three
 * times as long to copy: each would carry the names of its fields.)
 *
 * Invariant: records that can be copied leave in the order in which they were posted.
 */
import type { Port } from "./port.ts";

export interface OutboxOptions {
  /** False for a message per record, which shows what batches save. */
  readonly isBatched: boolean;
  readonly fieldsPerRecord: number;
  /** Called with a record that cannot be copied, and why. The others leave all the same. */
  readonly onUnsendable?: (record: readonly unknown[], error: unknown) => void;
}

export class Outbox {
  readonly #port: Pick<Port, "postMessage">;
  readonly #options: OutboxOptions;
  #fields: unknown[] = [];

  constructor(port: Pick<Port, "postMessage">, options: OutboxOptions) {
    this.#port = port;
    this.#options = options;
  }

  post(...record: readonly unknown[]): void {
    if (!this.#options.isBatched) {
      this.#sendOne(record);
      return;
    }
    // A tick comes when all microtasks are done, in which clients call one operation after another.
    if (this.#fields.length === 0) process.nextTick(this.#flush);
    this.#fields.push(...record);
  }

  readonly #flush = (): void => {
    const fields = this.#fields;
    this.#fields = [];
    try {
      this.#port.postMessage(fields);
    } catch {
      // Nothing has left: a message is copied whole before it leaves.
      const { fieldsPerRecord } = this.#options;
      for (let at = 0; at < fields.length; at += fieldsPerRecord) {
        this.#sendOne(fields.slice(at, at + fieldsPerRecord));
      }
    }
  };

  #sendOne(record: readonly unknown[]): void {
    try {
      this.#port.postMessage(record);
    } catch (error) {
      this.#options.onUnsendable?.(record, error);
    }
  }
}
