/** A member's line to the owner by messages, which copy keys and values. */
import type { Storable } from "@sync-strategies/state-store";
import { Outbox } from "./outbox.ts";
import type { Port } from "./port.ts";
import {
  FIELDS_PER_REPLY,
  FIELDS_PER_REQUEST,
  headOf,
  idIn,
  type Ask,
  type Line,
  type LineListener,
} from "./requests.ts";

export class PortLine<Key, Value extends Storable> implements Line<Key, Value> {
  readonly #port: Port;
  readonly #outbox: Outbox;

  constructor(port: Port, isBatched: boolean, listener: LineListener<Value>) {
    this.#port = port;
    this.#outbox = new Outbox(port, {
      isBatched,
      fieldsPerRecord: FIELDS_PER_REQUEST,
      onUnsendable: ([head], cause) =>
        listener.onUnsendable(idIn(head as number), notCopied(cause)),
    });
    port.on("message", (fields) => {
      for (let at = 0; at < fields.length; at += FIELDS_PER_REPLY) {
        listener.onReply(fields[at] as number, fields[at + 1] as Value | undefined);
      }
    });
    // The port closes when the owner ends, and also when this side hangs up.
    port.on("close", () => listener.onLost());
    port.unref();
  }

  keyFault(key: Key): Error | undefined {
    const isPrimitive = (typeof key !== "object" || key === null) && typeof key !== "function";
    if (isPrimitive && typeof key !== "symbol") return undefined;
    return new TypeError(
      `A key is copied to the state's owner, where a copied ${typeof key} is another one: ` +
        "use a string or a number.",
    );
  }

  /** Only copying a value shows whether it can be copied. */
  valueFault(): undefined {
    return undefined;
  }

  send(ask: Ask, id: number, key: Key, value?: Value): void {
    this.#outbox.post(headOf(ask, id), key, value);
  }

  keepAlive(needed: boolean): void {
    if (needed) this.#port.ref();
    else this.#port.unref();
  }

  hangUp(): void {
    this.#port.close();
  }
}

function notCopied(cause: unknown): TypeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TypeError(`The value cannot be copied to the state's owner: ${reason}`, { cause });
}
