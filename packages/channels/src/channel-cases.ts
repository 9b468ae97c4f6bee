/** The cases of a select that receive from a channel and that send to one. */
import { AnyCase, type ChosenCase } from "./case.ts";
import {
  canReceive,
  canSend,
  stopReceiving,
  stopSending,
  waitToReceive,
  waitToSend,
  type ReceiveChannel,
  type Receiver,
  type SendChannel,
  type Sender,
} from "./directions.ts";
import type { ChannelClosedError } from "./errors.ts";

/** A case that receives. Made with {@link receiving}. It belongs to one select. */
export interface ReceiveCase<in out T> {
  readonly kind: "receive";
  /**
   * The channel to receive from. It may be replaced, for example by the nil channel to switch the
   * case off; a select that already waits continues with the old one.
   */
  channel: ReceiveChannel<T>;
}

/** A case that sends. Made with {@link sending}. It belongs to one select. */
export interface SendCase<in out T> {
  readonly kind: "send";
  /** The channel to send to. It may be replaced, as that of a {@link ReceiveCase}. */
  channel: SendChannel<T>;
  /**
   * The value that is sent when the case is chosen. It may be replaced; a select that already
   * waits sends the old one.
   */
  value: T;
}

/**
 * `case value, ok := <-channel`.
 *
 * @throws {TypeError} if it is not given a channel of this package.
 */
export function receiving<T>(channel: ReceiveChannel<T>): ReceiveCase<T> {
  return new ReceivingCase(channel);
}

/**
 * `case channel <- value`.
 *
 * @throws {TypeError} if it is not given a channel of this package.
 */
export function sending<T>(channel: SendChannel<T>, value: NoInfer<T>): SendCase<T> {
  return new SendingCase<T>(channel, value);
}

class ReceivingCase<T> extends AnyCase implements Receiver<T>, ReceiveCase<T> {
  readonly kind = "receive";
  place = 0;
  #channel: ReceiveChannel<T>;
  /** The channel at which the case waits: `channel` may have been replaced since. */
  #waitsAt: ReceiveChannel<T> | undefined = undefined;

  constructor(channel: ReceiveChannel<T>) {
    super();
    this.#channel = this.#checked(channel);
  }

  override get queue(): object {
    return this.#channel;
  }

  get channel(): ReceiveChannel<T> {
    return this.#channel;
  }

  set channel(channel: ReceiveChannel<T>) {
    this.#channel = this.#checked(channel);
    this.owner?.queueChanged();
  }

  isReady(): boolean {
    return this.#channel[canReceive]();
  }

  carryOut(): ChosenCase {
    const received = this.#channel.tryReceive();
    return { case: this.name, ok: received?.ok ?? false, value: received?.value };
  }

  wait(): void {
    this.#waitsAt = this.#channel;
    this.#channel[waitToReceive](this);
  }

  leave(): void {
    this.#waitsAt?.[stopReceiving](this);
    this.#waitsAt = undefined;
  }

  accept(value: T): void {
    this.owner?.settle({ case: this.name, ok: true, value });
  }

  end(): void {
    this.owner?.settle({ case: this.name, ok: false, value: undefined });
  }

  #checked(channel: ReceiveChannel<T>): ReceiveChannel<T> {
    if (hasPart(channel, waitToReceive)) return channel;
    throw this.mistake("a channel to receive from", channel);
  }
}

class SendingCase<T> extends AnyCase implements Sender<T>, SendCase<T> {
  readonly kind = "send";
  place = 0;
  value: T;
  #channel: SendChannel<T>;
  /** The channel at which the case waits: `channel` may have been replaced since. */
  #waitsAt: SendChannel<T> | undefined = undefined;
  /** The value that it offers there: `value` may have been replaced since. */
  #offered: T | undefined = undefined;

  constructor(channel: SendChannel<T>, value: T) {
    super();
    this.value = value;
    this.#channel = this.#checked(channel);
  }

  override get queue(): object {
    return this.#channel;
  }

  get channel(): SendChannel<T> {
    return this.#channel;
  }

  set channel(channel: SendChannel<T>) {
    this.#channel = this.#checked(channel);
    this.owner?.queueChanged();
  }

  /** Only while the case waits. */
  get offered(): T {
    return this.#offered as T;
  }

  isReady(): boolean {
    return this.#channel[canSend]();
  }

  carryOut(): ChosenCase {
    this.#channel.trySend(this.value);
    return { case: this.name, ok: true, value: undefined };
  }

  wait(): void {
    this.#waitsAt = this.#channel;
    this.#offered = this.value;
    this.#channel[waitToSend](this);
  }

  leave(): void {
    this.#waitsAt?.[stopSending](this);
    this.#waitsAt = undefined;
    this.#offered = undefined;
  }

  taken(): void {
    this.owner?.settle({ case: this.name, ok: true, value: undefined });
  }

  refuse(error: ChannelClosedError): void {
    this.owner?.refuse(error);
  }

  #checked(channel: SendChannel<T>): SendChannel<T> {
    if (hasPart(channel, waitToSend)) return channel;
    throw this.mistake("a channel to send to", channel);
  }
}

/** Whether it is an end of a channel. Callers without types may pass anything. */
function hasPart<Part extends symbol>(
  end: { readonly [key in Part]?: unknown },
  part: Part,
): boolean {
  return (end as typeof end | null | undefined)?.[part] !== undefined;
}
