/**
 * A member's handle on a state with an owner: each operation is a request to the owner and
 * a promise, which the reply settles.
 *
 * Invariants:
 * - A request keeps its id until its last reply has come, even if it was cancelled before. So a
 *   reply never meets another request's promise, although ids are used again.
 * - The member alone decides whether an update starts: when it has the grant in its hands. If the
 *   update was cancelled before, the member gives the key back. So no message has to follow a
 *   request in order to cancel it.
 */
import {
  inCallersContext,
  nextTurn,
  refuseInTurn,
  rejectInTurn,
} from "@sync-strategies/event-loop";
import {
  OutcomeUnknownError,
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import { OpenRequest } from "./open-request.ts";
import { Ask, type Line, type LineListener } from "./requests.ts";

export class OwnerStore<Key, Value extends Storable>
  implements StateStore<Key, Value>, LineListener<Value>
{
  readonly #line: Line<Key, Value>;
  /** By id. */
  readonly #requests: OpenRequest<Key, Value>[] = [];
  /** Those that are over, for later operations to use again. */
  readonly #unused: OpenRequest<Key, Value>[] = [];
  readonly #cancel = (request: OpenRequest<Key, Value>, reason: unknown): void => {
    this.#reject(request, reason);
  };
  #openCount = 0;
  #isLost = false;
  #closed: Promise<void> | undefined;
  #onNoneOpen: (() => void) | undefined;

  /** @param connect makes the line to the owner, which reports to the listener it is given. */
  constructor(connect: (listener: LineListener<Value>) => Line<Key, Value>) {
    this.#line = connect(this);
  }

  // No method is `async`: that would add a second promise around the reply.

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.#refusal(this.#line.keyFault(key), options?.signal);
    if (refused !== undefined) return refused;
    return new Promise((resolve, reject) => {
      const request = this.#open(Ask.read, key, resolve, reject, options?.signal);
      this.#line.send(Ask.read, request.id, key);
    });
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    // If it can be cancelled, it is an update, so that the member decides whether it starts.
    if (options?.signal !== undefined) {
      return this.update(key, () => value, options).then(nothing);
    }
    const refused = this.#refusal(this.#line.keyFault(key) ?? this.#line.valueFault(value));
    if (refused !== undefined) return refused;
    return new Promise((resolve, reject) => {
      const settle = resolve as (value: Value | undefined) => void;
      const request = this.#open(Ask.write, key, settle, reject);
      this.#line.send(Ask.write, request.id, key, value);
    });
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.#refusal(this.#line.keyFault(key), options?.signal);
    if (refused !== undefined) return refused;
    return new Promise((resolve, reject) => {
      const settle = resolve as (value: Value | undefined) => void;
      const request = this.#open(Ask.grant, key, settle, reject, options?.signal);
      request.updater = inCallersContext(updater);
      this.#line.send(Ask.grant, request.id, key);
    });
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#hangUp());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  onReply(id: number, value: Value | undefined): void {
    const request = this.#requests[id];
    // It was cancelled, and the store has been closed since.
    if (request === undefined) return;
    switch (request.ask) {
      case Ask.read:
        if (!request.isSettled) this.#resolve(request, value);
        break;
      case Ask.write:
      case Ask.commit:
        this.#resolve(request, request.next);
        break;
      case Ask.grant:
        if (!request.isSettled) {
          void this.#compute(request, value);
          return;
        }
        this.#line.send(Ask.release, id, request.key);
        break;
    }
    this.#retire(request);
  }

  onUnsendable(id: number, error: TypeError): void {
    const request = this.#requests[id]!;
    if (request.ask === Ask.commit) this.#giveBack(request, error);
    else {
      this.#reject(request, error);
      this.#retire(request);
    }
  }

  onLost(): void {
    this.#isLost = true;
    for (const request of this.#requests) {
      if (!request.isSettled) this.#reject(request, new OutcomeUnknownError(OWNER_ENDED));
    }
  }

  async #compute(request: OpenRequest<Key, Value>, current: Value | undefined): Promise<void> {
    request.stopListening();
    let next: Value;
    try {
      next = await request.updater!(current);
      const fault = this.#line.valueFault(next);
      if (fault !== undefined) throw fault;
    } catch (error) {
      if (!this.#isLost) this.#giveBack(request, error);
      return;
    }
    if (this.#isLost) return;
    request.ask = Ask.commit;
    request.next = next;
    this.#line.send(Ask.commit, request.id, request.key, next);
  }

  /** Ends a granted update that has no value to commit. A release has no reply. */
  #giveBack(request: OpenRequest<Key, Value>, error: unknown): void {
    this.#line.send(Ask.release, request.id, request.key);
    this.#reject(request, error);
    this.#retire(request);
  }

  #refusal(fault: Error | undefined, signal?: AbortSignal): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    if (this.#isLost) return rejectInTurn(new OutcomeUnknownError(OWNER_ENDED));
    if (fault !== undefined) return rejectInTurn(fault);
    return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;
  }

  #open(
    ask: Ask,
    key: Key,
    resolve: (value: Value | undefined) => void,
    reject: (reason: unknown) => void,
    signal?: AbortSignal,
  ): OpenRequest<Key, Value> {
    let request = this.#unused.pop();
    if (request === undefined) {
      request = new OpenRequest(this.#requests.length, this.#cancel);
      this.#requests.push(request);
    }
    request.begin(ask, key, resolve, reject, signal);
    if (this.#openCount === 0) this.#line.keepAlive(true);
    this.#openCount += 1;
    return request;
  }

  #resolve(request: OpenRequest<Key, Value>, value: Value | undefined): void {
    request.resolve(value);
    this.#settled(request);
  }

  #reject(request: OpenRequest<Key, Value>, reason: unknown): void {
    refuseInTurn(request.reject, reason);
    this.#settled(request);
  }

  #settled(request: OpenRequest<Key, Value>): void {
    request.isSettled = true;
    request.stopListening();
    this.#openCount -= 1;
    if (this.#openCount > 0) return;
    this.#line.keepAlive(false);
    this.#onNoneOpen?.();
  }

  #retire(request: OpenRequest<Key, Value>): void {
    request.clear();
    this.#unused.push(request);
  }

  async #hangUp(): Promise<void> {
    if (this.#openCount > 0) {
      await new Promise<void>((resolve) => {
        this.#onNoneOpen = resolve;
      });
    }
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
    this.#line.hangUp();
    this.#requests.length = 0;
    this.#unused.length = 0;
  }
}

const OWNER_ENDED = "The owner of the state has ended: the operation may have taken effect.";

function nothing(): void {}
