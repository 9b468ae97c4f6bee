/**
 * The state, which one thread owns, and the keys that it has granted. Nothing here awaits: while an
 * updater runs in its member, the owner goes on to serve all others.
 *
 * Invariants:
 * - A key is granted to one request at a time. From its grant to its commit or release, no other
 *   write or update of the key takes effect; those that come wait in the order of their arrival.
 * - No request waits for a key that is not granted.
 * - What a member that is gone had been granted is released, and what it still asks is passed over.
 */
import { Ask } from "./requests.ts";

/** A member, as the owner sees it. */
export interface Asker<Value> {
  /** Set when the member's line is given up, or its thread has ended. */
  isGone: boolean;
  reply(id: number, value: Value | undefined): void;
}

export class OwnedState<Key, Value> {
  readonly #values = new Map<Key, Value>();
  readonly #grants = new Map<Key, Grant<Value>>();

  serve(asker: Asker<Value>, ask: Ask, id: number, key: Key, value: Value | undefined): void {
    switch (ask) {
      case Ask.read:
        // The value in force, even while the key is granted: reads never wait for an updater.
        return asker.reply(id, this.#values.get(key));
      case Ask.write:
      case Ask.grant: {
        const grant = this.#grants.get(key);
        const request = { asker, ask, id, value, next: undefined };
        return grant === undefined ? this.#begin(key, request) : append(grant, request);
      }
      case Ask.commit:
        this.#values.set(key, value as Value);
        asker.reply(id, undefined);
        return this.#passOn(key);
      case Ask.release:
        return this.#passOn(key);
    }
  }

  /** Releases all that a member was granted: its line is given up, or its thread has ended. */
  forget(gone: Asker<Value>): void {
    gone.isGone = true;
    for (const [key, { holder }] of this.#grants) {
      if (holder === gone) this.#passOn(key);
    }
  }

  /** Carries out a request for a key that is not granted. */
  #begin(key: Key, { asker, ask, id, value }: Request<Value>): void {
    if (ask === Ask.write) {
      this.#values.set(key, value as Value);
      asker.reply(id, undefined);
    } else {
      this.#grants.set(key, { holder: asker, first: undefined, last: undefined });
      asker.reply(id, this.#values.get(key));
    }
  }

  /** Serves those that waited for a key: all writes up to the next update, which it is granted. */
  #passOn(key: Key): void {
    const grant = this.#grants.get(key)!;
    for (;;) {
      const request = grant.first;
      if (request === undefined) {
        this.#grants.delete(key);
        return;
      }
      grant.first = request.next;
      const { asker, ask, id, value } = request;
      if (asker.isGone) continue;
      if (ask === Ask.grant) {
        grant.holder = asker;
        asker.reply(id, this.#values.get(key));
        return;
      }
      this.#values.set(key, value as Value);
      asker.reply(id, undefined);
    }
  }
}

/** A key that a member holds, and the requests that wait for it, as a list. */
interface Grant<Value> {
  holder: Asker<Value>;
  first: Request<Value> | undefined;
  last: Request<Value> | undefined;
}

interface Request<Value> {
  readonly asker: Asker<Value>;
  readonly ask: Ask;
  readonly id: number;
  readonly value: Value | undefined;
  next: Request<Value> | undefined;
}

function append<Value>(grant: Grant<Value>, request: Request<Value>): void {
  if (grant.first === undefined) grant.first = request;
  else grant.last!.next = request;
  grant.last = request;
}
