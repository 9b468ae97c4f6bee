/**
 * Go by Example's stateful goroutine: one task owns the map, and all callers send it requests.
 *
 * Only the owner ever touches the state, so the state needs no lock. Callers send their requests
 * over one channel per kind, the owner selects among them, and each request carries its own reply
 * channel.
 *
 * Invariant: a caller waits at its reply channel from the moment it sends its request. So the
 * owner's reply always finds its receiver, and the owner never waits for a caller.
 */
import { inCallersContext, nextTurn, rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import { Channel, nilChannel } from "./channel.ts";
import { receiving } from "./channel-cases.ts";
import { Select } from "./select.ts";

interface ReadRequest<Key, Value> {
  readonly key: Key;
  readonly reply: Channel<Value | undefined>;
}

interface WriteRequest<Key, Value> {
  readonly key: Key;
  readonly value: Value;
  readonly reply: Channel<void>;
}

interface UpdateRequest<Key, Value extends Storable> {
  readonly key: Key;
  /** Runs in the context of the caller of `update`, although the owner calls it. */
  readonly updater: Updater<Value>;
  readonly reply: Channel<Outcome<Value>>;
}

/** An updater's outcome. It is sent as a value: a reply channel cannot deliver a failure otherwise. */
type Outcome<Value> =
  | { readonly succeeded: true; readonly value: Value }
  | { readonly succeeded: false; readonly error: unknown };

export class ChannelStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #reads = new Channel<ReadRequest<Key, Value>>();
  readonly #writes = new Channel<WriteRequest<Key, Value>>();
  readonly #updates = new Channel<UpdateRequest<Key, Value>>();
  /** Closed to tell the owner that no more requests will come. No value is ever sent on it. */
  readonly #noMore = new Channel<never>();
  readonly #owner = this.#own();
  #closing: Promise<void> | undefined = undefined;

  /** The owner. Its variable `state` is the state, and no other code has access to it. */
  async #own(): Promise<void> {
    const state = new Map<Key, Value>();
    const requests = new Select({
      read: receiving(this.#reads),
      write: receiving(this.#writes),
      update: receiving(this.#updates),
      noMore: receiving(this.#noMore),
    });
    let mayWait = true;
    for (;;) {
      const turn = turnIfDue();
      if (turn !== undefined) await turn;
      // Serve all requests that are ready before waiting again: an await costs more than a request.
      const request = requests.poll() ?? (mayWait ? await requests.next() : undefined);
      if (request === undefined) return;
      if (!request.ok) {
        // Only `noMore` is ever closed. A closed channel is always ready, so its case is switched
        // off. The requests accepted before are served without waiting for more.
        mayWait = false;
        requests.cases.noMore.channel = nilChannel();
        continue;
      }
      switch (request.case) {
        case "read": {
          const { key, reply } = request.value;
          reply.post(state.get(key));
          break;
        }
        case "write": {
          const { key, value, reply } = request.value;
          state.set(key, value);
          reply.post();
          break;
        }
        case "update": {
          const { key, updater, reply } = request.value;
          // The owner serves no other request during this await, which makes the update atomic.
          const outcome = await outcomeOf(updater, state.get(key));
          if (outcome.succeeded) state.set(key, outcome.value);
          reply.post(outcome);
          break;
        }
      }
    }
  }

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const request = { key, reply: new Channel<Value | undefined>() };
    return this.#ask(this.#reads, request, options);
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const request = { key, value, reply: new Channel<void>() };
    return this.#ask(this.#writes, request, options);
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const reply = new Channel<Outcome<Value>>();
    const request = { key, updater: inCallersContext(updater), reply };
    return this.#ask(this.#updates, request, options).then(valueOf);
  }

  close(): Promise<void> {
    if (this.#closing === undefined) {
      this.#noMore.close();
      // The owner ends in the step of its last reply, which has reached the caller by this turn.
      this.#closing = this.#owner.then(nextTurn);
    }
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * Sends a request and waits for the reply. There is no need to wait for the send: the owner
   * replies only to requests that it has received.
   */
  #ask<SomeRequest, Reply>(
    requests: Channel<SomeRequest>,
    request: SomeRequest & Request<Reply>,
    options: OperationOptions | undefined,
  ): Promise<Reply> {
    if (this.#closing !== undefined) return rejectInTurn(new StoreClosedError());
    if (options?.signal === undefined) {
      requests.post(request);
      // A reply channel is never closed, so `undefined` can only be a reply.
      return request.reply.receive() as Promise<Reply>;
    }
    // While the request waits in the channel, the signal can withdraw it.
    const { signal } = options;
    return new Promise((resolve, reject) => {
      requests.send(request, { signal }).catch(reject);
      void request.reply.receive().then(resolve as (reply: Reply | undefined) => void);
    });
  }
}

/** The part of a request that `#ask` needs. */
interface Request<Reply> {
  readonly reply: Channel<Reply>;
}

async function outcomeOf<Value extends Storable>(
  updater: Updater<Value>,
  current: Value | undefined,
): Promise<Outcome<Value>> {
  try {
    return { succeeded: true, value: await updater(current) };
  } catch (error) {
    return { succeeded: false, error };
  }
}

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.succeeded) return outcome.value;
  throw outcome.error;
}
