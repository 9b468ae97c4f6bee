/**
 * The two ends of a channel as types: Go's `chan<- T` and `<-chan T`.
 *
 * A function says by its parameter which end it uses, and the compiler keeps it to that end. A
 * `Channel<T>` is both. The types are sound: a receiver of numbers serves where numbers or strings
 * are expected, a sender that takes numbers or strings serves where numbers are sent, and neither
 * the other way round. That is why `send` and its like are properties: TypeScript does not check
 * the parameters of methods strictly.
 *
 * The members that are named by symbols are for the waits of this package. A select uses them to
 * find out what is ready, to wait and to leave.
 */
import type { OpenWait } from "@sync-strategies/diagnostics";
import type { WaitOptions } from "./cancellation.ts";
import type { ChannelClosedError } from "./errors.ts";
import type { Waiter } from "./wait-queue.ts";

/** The result of a receive: a value, or that the channel is closed and drained. */
export type Received<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly value: undefined };

/** A channel's state, for finding out why a program does not go on. */
export interface ChannelState {
  readonly state: "open" | "closed" | "nil";
  /** How many values the buffer can hold: Go's `cap`. */
  readonly capacity: number;
  /** How many values the buffer holds: Go's `len`. */
  readonly length: number;
  /** How many senders wait, counting each case of a select. */
  readonly senders: number;
  /** How many receivers wait, counting each case of a select. */
  readonly receivers: number;
  /**
   * The senders and receivers that wait, the oldest first, each with its place in the program.
   * Empty while diagnostics are off.
   */
  readonly waits: readonly OpenWait[];
}

/** What both ends have. */
interface AnyEnd {
  /** True once the channel is closed, even while the buffer still holds values. */
  readonly closed: boolean;
  /** How many values the buffer holds: Go's `len`. */
  readonly length: number;
  /** How many values the buffer can hold: Go's `cap`. */
  readonly capacity: number;
  /** How many senders and receivers wait now, counting each case of a select. */
  readonly waiting: { readonly senders: number; readonly receivers: number };
  readonly inspect: () => ChannelState;
}

export const canSend = Symbol("canSend");
export const waitToSend = Symbol("waitToSend");
export const stopSending = Symbol("stopSending");

/**
 * The end of a channel that sends and closes: `chan<- T`. As in Go, closing is the sender's part,
 * since only the sender knows that no more values will come.
 */
export interface SendChannel<in T> extends AnyEnd, Disposable {
  /** See {@link Channel.send}. */
  readonly send: (value: T, options?: WaitOptions) => Promise<void>;
  /** See {@link Channel.post}. */
  readonly post: (value: T) => void;
  /** See {@link Channel.trySend}. */
  readonly trySend: (value: T) => boolean;
  /** See {@link Channel.close}. */
  readonly close: () => void;

  /** Whether a send would not wait. */
  readonly [canSend]: () => boolean;
  /** Joins the queue of senders. Only for a sender that has found {@link canSend} false. */
  readonly [waitToSend]: (sender: Sender<T>) => void;
  /** Leaves the queue of senders, if the sender is in it. */
  readonly [stopSending]: (sender: Sender<T>) => void;
}

export const canReceive = Symbol("canReceive");
export const waitToReceive = Symbol("waitToReceive");
export const stopReceiving = Symbol("stopReceiving");

/** The end of a channel that receives: `<-chan T`. It can neither send nor close. */
export interface ReceiveChannel<out T> extends AnyEnd, AsyncIterable<T> {
  /** See {@link Channel.receive}. */
  readonly receive: (options?: WaitOptions) => Promise<T | undefined>;
  /** See {@link Channel.receiveOk}. */
  readonly receiveOk: (options?: WaitOptions) => Promise<Received<T>>;
  /** See {@link Channel.tryReceive}. */
  readonly tryReceive: () => Received<T> | undefined;
  /** See {@link Channel.values}. */
  readonly values: (options?: WaitOptions) => AsyncGenerator<T, void, undefined>;
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;

  /** Whether a receive would not wait. */
  readonly [canReceive]: () => boolean;
  /** Joins the queue of receivers. Only for a receiver that has found {@link canReceive} false. */
  readonly [waitToReceive]: (receiver: Receiver<T>) => void;
  /** Leaves the queue of receivers, if the receiver is in it. */
  readonly [stopReceiving]: (receiver: Receiver<T>) => void;
}

/** A waiting sender. A match removes it from its queue first, then calls it. */
export interface Sender<out T> extends Waiter {
  /** The value that it sends. It does not change while the sender waits. */
  readonly offered: T;

  /** A receiver or the buffer has taken the value. */
  taken(): void;

  /** The value will never be taken: the channel was closed. */
  refuse(error: ChannelClosedError): void;
}

/** A waiting receiver. A match removes it from its queue first, then calls it. */
export interface Receiver<in T> extends Waiter {
  readonly accept: (value: T) => void;

  /** No value will come: the channel was closed. */
  end(): void;
}
