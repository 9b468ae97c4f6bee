/**
 * The owner of one key: a task that alone has the key's value. It carries out one request after
 * the other, and ends when there are none left.
 *
 * Invariant: a running owner always checks its inbox once more. The check that finds the inbox
 * empty and the owner's end are one step, so no request can arrive in between and be lost.
 */
import { turnIfDue } from "@sync-strategies/event-loop";
import type { Storable } from "@sync-strategies/state-store";
import type { Request, UpdateRequest } from "./requests.ts";

export class KeyOwner<Value extends Storable> {
  #value: Value | undefined;
  #inbox: Request<Value>[] = [];

  /**
   * Starts the owner's task. From now on only the owner has the key's value.
   *
   * @param onEnd receives the value back when the task ends.
   */
  constructor(value: Value | undefined, onEnd: (value: Value | undefined) => void) {
    this.#value = value;
    void this.#run(onEnd);
  }

  /** Puts a request into the inbox. The owner never carries it out before `ask` has returned. */
  ask(request: Request<Value>): void {
    this.#inbox.push(request);
  }

  async #run(onEnd: (value: Value | undefined) => void): Promise<void> {
    await settled;
    while (this.#inbox.length > 0) {
      // Requests that arrive meanwhile wait in a new inbox, in their order.
      const requests = this.#inbox;
      this.#inbox = [];
      for (const request of requests) {
        // Clients that never pause fill the inbox again and again, and updaters may take long.
        const turn = turnIfDue();
        if (turn !== undefined) await turn;
        const update = this.#carryOut(request);
        // An await per read or write would cost more than the operation.
        if (update !== undefined) await update;
      }
    }
    onEnd(this.#value);
  }

  /** Returns a promise only for an update, whose updater may await; reads and writes are done at once. */
  #carryOut(request: Request<Value>): Promise<void> | undefined {
    const { cancellation } = request;
    if (cancellation !== undefined) {
      if (cancellation.isCancelled) return undefined;
      cancellation.end();
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
      // The owner does nothing else during this await, so no operation reads or replaces the value.
      this.#value = await updater(this.#value);
      resolve(this.#value);
    } catch (error) {
      reject(error);
    }
  }
}

/** Awaiting a settled promise is the cheapest way into the next microtask. */
const settled = Promise.resolve();
