/**
 * Go's select: waits for several sends and receives at once, and carries out exactly one. (The Go
 * Programming Language Specification, "Select statements".)
 *
 * A case is itself the waiter that stands in its channel's queue, as a sudog is in Go's runtime.
 * A select that is kept and used again therefore allocates nothing for its cases.
 *
 * Invariant: the cases of a select stand in their channels' queues exactly while it waits, all of
 * them or none. The match that takes one takes the others out in the same step. So whoever finds
 * a case in a queue may take it, no second case can be taken, and nobody need ask whether what
 * stands in a queue is still wanted, also when selects meet each other on both ends.
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

/** A case that receives. Make it with {@link receiving}. It belongs to one select. */
export interface ReceiveCase<T> {
  readonly direction: "receive";
  /**
   * Where to receive from. It may be replaced, by the nil channel to switch the case off, say; a
   * select that waits already goes on with the old one.
   */
  channel: Channel<T>;
}

/** A case that sends. Make it with {@link sending}. It belongs to one select. */
export interface SendCase<T> {
  readonly direction: "send";
  /** Where to send to. It may be replaced, as that of a {@link ReceiveCase}. */
  channel: Channel<T>;
  /** What is sent when the case is chosen. */
  value: T;
}

/** The cases of a select, by the names that it tells them by. */
export type Cases = Readonly<Record<string, ReceiveCase<unknown> | SendCase<unknown>>>;

/** Which case was carried out, and with a receive what it received. */
export type Chosen<SomeCases extends Cases> = {
  [Name in keyof SomeCases & string]: SomeCases[Name] extends ReceiveCase<infer T>
    ? | { readonly case: Name; readonly ok: true; readonly value: T }
      | { readonly case: Name; readonly ok: false; readonly value: undefined }
    : { readonly case: Name; readonly ok: true; readonly value: undefined };
}[keyof SomeCases & string];

export interface SelectOptions {
  /** Where the choice among ready cases comes from: a number from 0 to below 1. */
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
 * If several are ready, one of them is chosen by lot.
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

/** A select to be used again and again, by one task: what a Go program writes in a loop. */
export class Select<const SomeCases extends Cases> {
  /** The cases, to replace their channels or values. */
  readonly cases: SomeCases;

  readonly #cases: readonly AnyCase[];
  readonly #random: () => number;
  /** Whoever awaits `next`, while somebody does. */
  #pending: PendingSelect<Chosen<SomeCases>> | undefined = undefined;

  /**
   * @throws {TypeError} if a case belongs to another select already.
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
   * Carries out one of the cases that are ready, each of them equally likely, without waiting: a
   * select with a default, which is what the caller does with `undefined`.
   *
   * @throws {ChannelClosedError} if the chosen case sends on a closed channel.
   * @throws {TypeError} if somebody awaits {@link next}.
   */
  poll(): Chosen<SomeCases> | undefined {
    if (this.#pending !== undefined) throw new TypeError(ONE_TASK);
    let readyCount = 0;
    for (const selectCase of this.#cases) if (selectCase.isReady()) readyCount += 1;
    if (readyCount === 0) return undefined;
    // Looking a second time costs less than a list of those that are ready.
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
   * with nil channels alone, that is never.
   *
   * @throws {ChannelClosedError} as a rejection, if the chosen case sends on a closed channel,
   *   also one that is closed while the select waits.
   */
  next(options?: WaitOptions): Promise<Chosen<SomeCases>> {
    const refused = options && refusal(options);
    if (refused !== undefined) return refused;
    try {
      // Fast path: something is ready.
      const chosen = this.poll();
      if (chosen !== undefined) return Promise.resolve(chosen);
    } catch (error) {
      return Promise.reject(error);
    }
    // Slow path: stand in all queues at once.
    return new Promise((resolve, reject) => {
      const pending = new PendingSelect(resolve, reject, this.#leaveAll);
      if (options !== undefined) pending.cancellation = new Cancellation(pending, options);
      this.#pending = pending;
      for (const selectCase of this.#cases) selectCase.wait();
    });
  }

  /** A peer has taken a case, which has left its queue; the others leave theirs with it. */
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

const ONE_TASK = "This select is being waited for already; each task needs its own.";

/** A chosen case without its types, which only the select's own signature knows. */
interface ChosenCase {
  readonly case: string;
  readonly ok: boolean;
  readonly value: unknown;
}

/** Tells the select that its case was taken, or that it cannot be carried out any more. */
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
  /** Where it waits, while it does: `channel` may have been replaced since. */
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
  /** Where it waits, while it does: `channel` may have been replaced since. */
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
