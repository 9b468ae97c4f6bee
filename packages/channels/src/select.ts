/**
 * Go's select: waits for several sends and receives at once, and carries out exactly one. (The Go
 * Programming Language Specification, "Select statements".)
 *
 * A case is itself the waiter in its channel's queue, as a sudog is in Go's runtime. So a select
 * that is used repeatedly allocates nothing for its cases.
 *
 * Invariant: the cases of a select are in their channels' queues exactly while it waits, all of
 * them or none. The match that takes one case removes the others in the same step. So any case
 * found in a queue may be taken, no second case can be taken, and no code need check whether a
 * queued case is still wanted, even when two selects match each other.
 */
import { Cancellation, refusal, type Cancellable, type WaitOptions } from "./cancellation.ts";
import {
  canReceive,
  canSend,
  type Receiver,
  type Sender,
  stopReceiving,
  stopSending,
  waitToReceive,
  waitToSend,
  type Channel,
} from "./channel.ts";
import type { ChannelClosedError } from "./errors.ts";

/** A case that receives. Made with {@link receiving}. It belongs to one select. */
export interface ReceiveCase<T> {
  readonly direction: "receive";
  /**
   * The channel to receive from. It may be replaced, for example by the nil channel to switch the
   * case off; a select that already waits continues with the old one.
   */
  channel: Channel<T>;
}

/** A case that sends. Made with {@link sending}. It belongs to one select. */
export interface SendCase<T> {
  readonly direction: "send";
  /** The channel to send to. It may be replaced, as that of a {@link ReceiveCase}. */
  channel: Channel<T>;
  /** The value that is sent when the case is chosen. */
  value: T;
}

/** The cases of a select, by name. */
export type Cases = Readonly<Record<string, ReceiveCase<unknown> | SendCase<unknown>>>;

/** The name of the case that was carried out, and the result of a receive. */
export type Chosen<SomeCases extends Cases> = {
  [Name in keyof SomeCases & string]: SomeCases[Name] extends ReceiveCase<infer T>
    ? | { readonly case: Name; readonly ok: true; readonly value: T }
      | { readonly case: Name; readonly ok: false; readonly value: undefined }
    : { readonly case: Name; readonly ok: true; readonly value: undefined };
}[keyof SomeCases & string];

export interface SelectOptions {
  /** Chooses among ready cases: returns a number of at least 0 and below 1. */
  readonly random?: () => number;
}

/** `case value, ok := <-channel`. */
export function receiving<T>(channel: Channel<T>): ReceiveCase<T> {
  return new ReceivingCase(channel);
}

/** `case channel <- value`. */
export function sending<T>(channel: Channel<T>, value: T): SendCase<T> {
  return new SendingCase(channel, value);
}

/**
 * Waits for the first of these cases that can be carried out, carries it out and resolves to it.
 * If several are ready, one of them is chosen at random.
 *
 *     const chosen = await select({ job: receiving(jobs), done: sending(results, result) });
 *
 * Go's `default` is a select that does not wait: `new Select({ … }).poll() ?? …`.
 *
 * @throws {ChannelClosedError} as a rejection, if the chosen case sends on a closed channel.
 */
export function select<const SomeCases extends Cases>(
  cases: SomeCases,
  options?: WaitOptions & SelectOptions,
): Promise<Chosen<SomeCases>> {
  try {
    return new Select(cases, options).next(options);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** A select that one task uses repeatedly: what a Go program writes in a loop. */
export class Select<const SomeCases extends Cases> {
  /** The cases. Their channels and values may be replaced. */
  readonly cases: SomeCases;

  readonly #cases: readonly AnyCase[];
  readonly #random: () => number;
  /** The call of `next` that waits, if any. */
  #pending: PendingSelect<Chosen<SomeCases>> | undefined = undefined;

  /**
   * @throws {TypeError} if a case already belongs to another select.
   */
  constructor(cases: SomeCases, options: SelectOptions = {}) {
    this.cases = cases;
    this.#random = options.random ?? Math.random;
    this.#cases = Object.entries(cases).map(([name, selectCase]) => {
      if (!(selectCase instanceof ReceivingCase || selectCase instanceof SendingCase)) {
        throw new TypeError(`The case "${name}" was not made with receiving() or sending().`);
      }
      if (selectCase.chosen !== undefined) {
        throw new TypeError(`The case "${name}" belongs to another select.`);
      }
      selectCase.name = name;
      selectCase.chosen = this.#settle;
      return selectCase;
    });
  }

  /**
   * Carries out one of the ready cases, each equally likely, without waiting: a select with a
   * default. Returns `undefined` where Go would run the default.
   *
   * @throws {ChannelClosedError} if the chosen case sends on a closed channel.
   * @throws {TypeError} while a call of {@link next} waits.
   */
  poll(): Chosen<SomeCases> | undefined {
    if (this.#pending !== undefined) throw new TypeError(ONE_TASK);
    let readyCount = 0;
    for (const selectCase of this.#cases) if (selectCase.isReady()) readyCount += 1;
    if (readyCount === 0) return undefined;
    // A second pass costs less than a list of the ready cases.
    let lot = readyCount === 1 ? 0 : Math.floor(this.#random() * readyCount);
    for (const selectCase of this.#cases) {
      if (selectCase.isReady() && lot-- === 0) {
        return selectCase.carryOut() as Chosen<SomeCases>;
      }
    }
    return undefined;
  }

  /**
   * Waits until a case can be carried out, carries it out and resolves to it. Without cases, or
   * with nil channels only, it waits until it is cancelled.
   *
   * @throws {ChannelClosedError} as a rejection, if the chosen case sends on a channel that is
   *   closed, or is closed while the select waits.
   */
  next(options?: WaitOptions): Promise<Chosen<SomeCases>> {
    const refused = options && refusal(options);
    if (refused !== undefined) return refused;
    try {
      // Fast path: a case is ready.
      const chosen = this.poll();
      if (chosen !== undefined) return Promise.resolve(chosen);
    } catch (error) {
      return Promise.reject(error);
    }
    // Slow path: join all queues in one step.
    return new Promise((resolve, reject) => {
      const pending = new PendingSelect(resolve, reject, this.#leaveAll);
      if (options !== undefined) pending.cancellation = new Cancellation(pending, options);
      this.#pending = pending;
      for (const selectCase of this.#cases) selectCase.wait();
    });
  }

  /** A peer has taken a case out of its queue; the other cases leave theirs in the same step. */
  readonly #settle = (chosen: ChosenCase | undefined, error?: ChannelClosedError): void => {
    const pending = this.#pending;
    this.#leaveAll();
    pending?.cancellation?.end();
    if (chosen === undefined) pending?.reject(error);
    else pending?.resolve(chosen as Chosen<SomeCases>);
  };

  readonly #leaveAll = (): void => {
    this.#pending = undefined;
    for (const selectCase of this.#cases) selectCase.leave();
  };
}

const ONE_TASK = "Another task already waits for this select; each task needs its own.";

/** A chosen case without its types, which only the select's signature has. */
interface ChosenCase {
  readonly case: string;
  readonly ok: boolean;
  readonly value: unknown;
}

/** Tells the select that a case was taken, or that it can no longer be carried out. */
type Settle = (chosen: ChosenCase | undefined, error?: ChannelClosedError) => void;

type AnyCase = ReceivingCase<unknown> | SendingCase<unknown>;

/** A call of `next` that waits. */
class PendingSelect<Result> implements Cancellable {
  cancellation: Cancellation | undefined = undefined;
  readonly resolve: (chosen: Result) => void;
  readonly reject: (reason: unknown) => void;
  readonly #leaveAll: () => void;

  constructor(
    resolve: (chosen: Result) => void,
    reject: (reason: unknown) => void,
    leaveAll: () => void,
  ) {
    this.resolve = resolve;
    this.reject = reject;
    this.#leaveAll = leaveAll;
  }

  cancel(reason: unknown): void {
    this.#leaveAll();
    this.reject(reason);
  }
}

class ReceivingCase<T> implements Receiver<T>, ReceiveCase<T> {
  readonly direction = "receive";
  /** The channel at which the case waits: `channel` may have been replaced since. */
  #waitsAt: Channel<T> | undefined = undefined;
  place = 0;
  channel: Channel<T>;
  name = "";
  chosen: Settle | undefined = undefined;

  constructor(channel: Channel<T>) {
    this.channel = channel;
  }

  isReady(): boolean {
    return canReceive(this.channel);
  }

  carryOut(): ChosenCase {
    const received = this.channel.tryReceive();
    return { case: this.name, ok: received?.ok ?? false, value: received?.value };
  }

  wait(): void {
    this.#waitsAt = this.channel;
    waitToReceive(this.channel, this);
  }

  leave(): void {
    if (this.#waitsAt !== undefined) stopReceiving(this.#waitsAt, this);
    this.#waitsAt = undefined;
  }

  accept(value: T): void {
    this.chosen?.({ case: this.name, ok: true, value });
  }

  end(): void {
    this.chosen?.({ case: this.name, ok: false, value: undefined });
  }
}

class SendingCase<T> implements Sender<T>, SendCase<T> {
  readonly direction = "send";
  /** The channel at which the case waits: `channel` may have been replaced since. */
  #waitsAt: Channel<T> | undefined = undefined;
  place = 0;
  value: T;
  channel: Channel<T>;
  name = "";
  chosen: Settle | undefined = undefined;

  constructor(channel: Channel<T>, value: T) {
    this.value = value;
    this.channel = channel;
  }

  isReady(): boolean {
    return canSend(this.channel);
  }

  carryOut(): ChosenCase {
    this.channel.trySend(this.value);
    return { case: this.name, ok: true, value: undefined };
  }

  wait(): void {
    this.#waitsAt = this.channel;
    waitToSend(this.channel, this);
  }

  leave(): void {
    if (this.#waitsAt !== undefined) stopSending(this.#waitsAt, this);
    this.#waitsAt = undefined;
  }

  taken(): void {
    this.chosen?.({ case: this.name, ok: true, value: undefined });
  }

  refuse(error: ChannelClosedError): void {
    this.chosen?.(undefined, error);
  }
}
