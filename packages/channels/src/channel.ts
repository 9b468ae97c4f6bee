/**
 * Go's channels: values pass from senders to receivers, each value to one receiver, in the order
 * in which they were sent. (Hoare, *Communicating Sequential Processes*, CACM 1978; The Go
 * Programming Language Specification, "Channel types", "Send statements", "Receive operator".)
 *
 * Every match of a sender and a receiver happens in `trySend` or `tryReceive`, in one step. No
 * await separates finding a peer from handing over the value, so a wait cannot be cancelled, nor
 * can a select choose another case, while a value is in transit.
 *
 * Invariants:
 * - A waiter that can be served is served at once. So at most one of the two wait queues is
 *   non-empty: receivers wait only while there is neither a value nor a sender, senders only while
 *   there is neither room nor a receiver. The one exception is a select that waits to send and to
 *   receive on the same unbuffered channel: it is in both queues, alone.
 * - Senders wait only while the buffer is full. A receive takes the oldest value and at once
 *   refills the buffer from the oldest sender, so values keep their order.
 * - A closed channel has no waiters, and a nil channel never has any.
 * - The oldest waiter of each end is held by the channel itself, the others by a queue. So a queue
 *   is non-empty only while the channel holds an oldest waiter.
 *
 * The buffer and the queues are made when they are first needed: a channel with at most one
 * waiter per end, as a reply channel is, takes seven words and an object's header.
 */
import { beginWait, diagnosing, endWait, waitsFor } from "@sync-strategies/diagnostics";
import { answerInTurn, rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import { Cancellation, refusal, type WaitOptions } from "./cancellation.ts";
import {
  canReceive,
  canSend,
  stopReceiving,
  stopSending,
  waitToReceive,
  waitToSend,
  type ChannelState,
  type ReceiveChannel,
  type Received,
  type Receiver,
  type SendChannel,
  type Sender,
} from "./directions.ts";
import { ChannelClosedError } from "./errors.ts";
import { RingBuffer } from "./ring-buffer.ts";
import { shown } from "./shown.ts";
import { ChannelValues } from "./values.ts";
import { WaitQueue } from "./wait-queue.ts";
import { CancellableReceive, PendingReceive, PendingSend, PostedSend } from "./waits.ts";

/** Shared by all sends that need not wait. */
const sent = Promise.resolve();

let makeNil: () => Channel<unknown>;

export class Channel<in out T> implements SendChannel<T>, ReceiveChannel<T> {
  readonly #capacity: number;
  #state: "open" | "closed" | "nil" = "open";
  #buffer: RingBuffer<T> | undefined = undefined;
  #firstSender: Sender<T> | undefined = undefined;
  #otherSenders: WaitQueue<Sender<T>> | undefined = undefined;
  #firstReceiver: Receiver<T> | undefined = undefined;
  #otherReceivers: WaitQueue<Receiver<T>> | undefined = undefined;

  /**
   * @param capacity how many values the channel buffers. With 0, a sender waits until a receiver
   *   takes its value.
   * @throws {RangeError} if the capacity is not a whole number of at least 0.
   */
  constructor(capacity = 0) {
    if (!Number.isSafeInteger(capacity) || capacity < 0) {
      throw new RangeError(
        `A channel's capacity must be a whole number of at least 0, not ${shown(capacity)}.`,
      );
    }
    this.#capacity = capacity;
  }

  /**
   * Sends a value: `channel <- value`. Resolves once a receiver or the buffer has taken the value,
   * which is then final; if it rejects, the value is never received.
   *
   * @throws {ChannelClosedError} as a rejection, if the channel is closed, or is closed while the
   *   sender waits.
   */
  send(value: T, options?: WaitOptions): Promise<void> {
    const refused = options === undefined ? undefined : refusal(options);
    if (refused !== undefined) return refused;
    if (this.#state === "closed") return rejectInTurn(new ChannelClosedError());

    // Fast path: a receiver waits, or there is room. All such sends share one promise, unless the
    // event loop must have its turn before they are answered.
    if (this.trySend(value)) return turnIfDue() ?? sent;

    // Slow path: wait behind the other senders.
    return new Promise((resolve) => {
      const sender = new PendingSend(this, value, resolve);
      if (options !== undefined) sender.cancellation = new Cancellation(sender, options);
      this[waitToSend](sender);
    });
  }

  /**
   * Sends a value and does not wait for its receiver: `go func() { channel <- value }()`. The value
   * queues like that of any other send. The caller does not learn its outcome, which saves a
   * promise; if the channel is closed first, the value is dropped.
   *
   * @throws {ChannelClosedError} if the channel is closed.
   */
  post(value: T): void {
    if (!this.trySend(value)) this[waitToSend](new PostedSend(value));
  }

  /**
   * Receives a value: `value := <-channel`. Resolves to `undefined` once the channel is closed
   * and drained.
   *
   * A value that is itself a promise is unwrapped, as by every promise; `receiveOk` delivers it
   * unchanged.
   */
  receive(options?: WaitOptions): Promise<T | undefined> {
    const refused = options === undefined ? undefined : refusal(options);
    if (refused !== undefined) return refused;

    // Fast path: there is a value, or the channel is closed.
    const received = this.tryReceive();
    if (received !== undefined) return Promise.resolve(answerInTurn(received.value));

    // Slow path: wait behind the other receivers.
    if (options === undefined) {
      return new Promise((resolve) => this[waitToReceive](new PendingReceive<T>(resolve)));
    }
    return new Promise((resolve) => {
      const receiver = new CancellableReceive<T>(this, resolve, undefined);
      receiver.cancellation = new Cancellation(receiver, options);
      this[waitToReceive](receiver);
    });
  }

  /**
   * Receives a value, or learns that there are no more: `value, ok := <-channel`. Resolves to
   * `{ ok: false }` once the channel is closed and drained.
   */
  receiveOk(options?: WaitOptions): Promise<Received<T>> {
    const refused = options === undefined ? undefined : refusal(options);
    if (refused !== undefined) return refused;

    const received = this.tryReceive();
    if (received !== undefined) return Promise.resolve(answerInTurn(received));

    return new Promise((resolve) => {
      const receiver = new CancellableReceive<T>(this, undefined, resolve);
      if (options !== undefined) receiver.cancellation = new Cancellation(receiver, options);
      this[waitToReceive](receiver);
    });
  }

  /**
   * Sends without waiting: a select with one send case and a default. False if there was neither
   * room nor a receiver.
   *
   * @throws {ChannelClosedError} if the channel is closed.
   */
  trySend(value: T): boolean {
    if (this.#state === "closed") throw new ChannelClosedError();

    const receiver = this.#takeReceiver();
    if (receiver !== undefined) {
      receiver.accept(value);
      return true;
    }
    if (this.length < this.#capacity) {
      this.#buffer ??= new RingBuffer();
      this.#buffer.push(value);
      return true;
    }
    return false;
  }

  /**
   * Receives without waiting: a select with one receive case and a default. `undefined` if there
   * was nothing to receive, `{ ok: false }` if the channel is closed and drained.
   */
  tryReceive(): Received<T> | undefined {
    const sender = this.#takeSender();

    if (this.#buffer !== undefined && this.#buffer.length > 0) {
      const value = this.#buffer.takeFirst();
      if (sender !== undefined) {
        this.#buffer.push(sender.offered);
        sender.taken();
      }
      return { ok: true, value };
    }
    if (sender !== undefined) {
      const value = sender.offered;
      sender.taken();
      return { ok: true, value };
    }
    return this.#state === "closed" ? { ok: false, value: undefined } : undefined;
  }

  /**
   * Declares that no more values will be sent. Receivers still get the buffered values, and then
   * learn that the channel is closed; waiting receivers learn it at once. Waiting senders are
   * rejected, and their values dropped.
   *
   * @throws {ChannelClosedError} if the channel is already closed.
   * @throws {TypeError} if it is the nil channel.
   */
  close(): void {
    if (this.#state === "nil") throw new TypeError("The nil channel cannot be closed.");
    if (this.#state === "closed") {
      throw new ChannelClosedError("The channel is already closed.");
    }
    this.#state = "closed";

    let receiver;
    while ((receiver = this.#takeReceiver()) !== undefined) receiver.end();

    let sender = this.#takeSender();
    if (sender === undefined) return;
    const error = new ChannelClosedError("The channel was closed while a sender waited.");
    do sender.refuse(error);
    while ((sender = this.#takeSender()) !== undefined);
  }

  /** Closes the channel, unless it is already closed. */
  [Symbol.dispose](): void {
    if (this.#state === "open") this.close();
  }

  /** True once `close` has been called, even while the buffer still holds values. */
  get closed(): boolean {
    return this.#state === "closed";
  }

  /** How many values the buffer holds: Go's `len`. */
  get length(): number {
    return this.#buffer === undefined ? 0 : this.#buffer.length;
  }

  /** How many values the buffer can hold: Go's `cap`. */
  get capacity(): number {
    return this.#capacity;
  }

  /**
   * How many senders and receivers wait now, counting each case of a select: for finding out why
   * a program hangs, and for tests.
   */
  get waiting(): { readonly senders: number; readonly receivers: number } {
    return {
      senders: (this.#firstSender === undefined ? 0 : 1) + (this.#otherSenders?.length ?? 0),
      receivers: (this.#firstReceiver === undefined ? 0 : 1) + (this.#otherReceivers?.length ?? 0),
    };
  }

  /**
   * The channel's state, for finding out why a program does not go on; while diagnostics are on,
   * also where in the program its senders and receivers wait, and since when.
   */
  inspect(): ChannelState {
    const { capacity, length } = this;
    return { state: this.#state, capacity, length, ...this.waiting, waits: waitsFor(this) };
  }

  /** Receives until the channel is closed and drained: `for value := range channel`. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return this.values();
  }

  /**
   * The same with options, which apply to each wait separately. A value is received only when the
   * loop asks for it, so a loop that is left early leaves the remaining values in the channel. An
   * iterator can also be left while it waits; {@link ChannelValues} says what happens then.
   */
  values(options?: WaitOptions): AsyncGenerator<T, void, undefined> {
    return new ChannelValues(this, options);
  }

  [canSend](): boolean {
    return (
      this.#state === "closed" || this.#firstReceiver !== undefined || this.length < this.#capacity
    );
  }

  [canReceive](): boolean {
    return this.#state === "closed" || this.#firstSender !== undefined || this.length > 0;
  }

  [waitToSend](sender: Sender<T>): void {
    if (this.#state === "nil") return;
    // No caller waits for what is posted.
    if (diagnosing && !(sender instanceof PostedSend)) {
      beginWait(sender, { operation: "send to", subject: this, conflictsWith: "no-one" });
    }
    if (this.#firstSender === undefined) this.#firstSender = sender;
    else (this.#otherSenders ??= new WaitQueue()).add(sender);
  }

  [waitToReceive](receiver: Receiver<T>): void {
    if (this.#state === "nil") return;
    if (diagnosing) {
      beginWait(receiver, { operation: "receive from", subject: this, conflictsWith: "no-one" });
    }
    if (this.#firstReceiver === undefined) this.#firstReceiver = receiver;
    else (this.#otherReceivers ??= new WaitQueue()).add(receiver);
  }

  [stopSending](sender: Sender<T>): void {
    if (diagnosing) endWait(sender);
    if (this.#firstSender === sender) this.#takeSender();
    else this.#otherSenders?.remove(sender);
  }

  [stopReceiving](receiver: Receiver<T>): void {
    if (diagnosing) endWait(receiver);
    if (this.#firstReceiver === receiver) this.#takeReceiver();
    else this.#otherReceivers?.remove(receiver);
  }

  #takeSender(): Sender<T> | undefined {
    const sender = this.#firstSender;
    if (sender === undefined) return undefined;
    this.#firstSender = this.#otherSenders?.takeFirst();
    if (diagnosing) endWait(sender);
    return sender;
  }

  #takeReceiver(): Receiver<T> | undefined {
    const receiver = this.#firstReceiver;
    if (receiver === undefined) return undefined;
    this.#firstReceiver = this.#otherReceivers?.takeFirst();
    if (diagnosing) endWait(receiver);
    return receiver;
  }

  static {
    makeNil = () => {
      const channel = new Channel<unknown>();
      channel.#state = "nil";
      return channel;
    };
  }
}

/**
 * The nil channel: never ready to send or to receive, so a wait for it ends only by cancelling.
 * Give it to a select's case to switch the case off. It keeps no list of waiters, and cannot be
 * closed.
 */
export function nilChannel<T>(): Channel<T> {
  return nil as Channel<T>;
}

// It carries no value, so it is a channel of every type.
const nil = makeNil();
