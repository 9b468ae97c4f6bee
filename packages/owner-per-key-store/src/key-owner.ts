/**
 * The owner of one key: a task that nobody else shares the key's value with. It carries out one
 * request after the other, and ends when it finds nothing left to do.
 *
 * Invariant: as long as an owner lives, its task will look into the inbox once more. The look
 * that finds the inbox empty and the task's end are one step, so no request comes in between,
 * and none is forgotten.
 */
import type { Storable } from "@sync-strategies/state-store";
import type { Request, UpdateRequest } from "./requests.ts";

export class KeyOwner<Value extends Storable> {
  #value: Value | undefined;
  #inbox: Request<Value>[] = [];

  /**
   * Begins to live, with the key's value, which is its own from now on.
   *
   * @param onEnd is given the value back, when there is nothing left to do.
   */
  constructor(value: Value | undefined, onEnd: (value: Value | undefined) => void) {
    this.#value = value;
    void this.#live(onEnd);
  }

  /** Puts a request into the inbox. It is never carried out before `ask` has returned. */
  ask(request: Request<Value>): void {
    this.#inbox.push(request);
  }

  async #live(onEnd: (value: Value | undefined) => void): Promise<void> {
    await settled;
    while (this.#inbox.length > 0) {
      // What comes in meanwhile waits in an inbox of its own, and its order is kept.
      const requests = this.#inbox;
      this.#inbox = [];
      for (const request of requests) {
        const update = this.#carryOut(request);
        // An await for each read and write would cost more than they do.
        if (update !== undefined) await update;
      }
    }
    onEnd(this.#value);
  }

  /** Returns a promise for an update alone: its updater may await, and all else is done at once. */
  #carryOut(request: Request<Value>): Promise<void> | undefined {
    const { cancellation } = request;
    if (cancellation !== undefined) {
      if (cancellation.cancelled) return undefined;
      // From here on the request has started, and the signal no longer matters.
      cancellation.stopListening();
    }
    switch (request.kind) {
      case "read":
        request.resolve(this.#value);
        return undefined;
      case "write":
        this.#value = request.value;
        request.resolve();
        return undefined;
      case "update":
        return this.#update(request);
    }
  }

  async #update({ updater, resolve, reject }: UpdateRequest<Value>): Promise<void> {
    try {
      // The owner does nothing else during this await, so nobody reads or replaces the value.
      this.#value = await updater(this.#value);
      resolve(this.#value);
    } catch (error) {
      reject(error);
    }
  }
}

/** A settled promise puts its awaiter into the next microtask at the least cost. */
const settled = Promise.resolve();
