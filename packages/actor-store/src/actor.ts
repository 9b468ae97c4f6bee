/**
 * An actor: private state, a mailbox, and one message at a time (Hewitt, Bishop and Steiger,
 * *A Universal Modular ACTOR Formalism*, IJCAI 1973).
 *
 * The mailbox may be bounded. Then senders wait for room while it is full, in order, so that
 * producers that are too fast slow down rather than filling memory. (This is back-pressure, as in
 * Akka's and Pekko's bounded mailboxes.)
 *
 * An actor whose handler fails tells the message's sender, and its owner decides what follows:
 * supervision, as in Erlang (Armstrong, *Making reliable distributed systems in the presence of
 * software errors*, 2003).
 *
 * Invariants:
 * - At most one run of `#work` is pending or running, and exactly one is while the mailbox holds a
 *   message. So `receive` is never entered twice at once, and no message is forgotten.
 * - Senders wait for room only while the mailbox is full. So no sender overtakes a waiting one.
 * - A stopped actor has no messages, and no sender waits for it.
 */
import { waitsFor, type OpenWait } from "@sync-strategies/diagnostics";
import { rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import { ActorStoppedError, MessageWithdrawnError } from "./errors.ts";
import { Mailbox, type Mailable } from "./mailbox.ts";
import { WaitingSender } from "./waiting-sender.ts";

/** Shared by all sends that need not wait. */
const taken = Promise.resolve();

export interface ActorOptions<Message = unknown> {
  /** How many messages the mailbox takes before senders must wait; unlimited if omitted. */
  readonly mailboxCapacity?: number | undefined;

  /**
   * Decides what follows when `receive` has thrown or rejected. By then the sender's promise has settled.
   * `"resume"` goes on with the next message, and with the state as the failed handler left it;
   * `"stop"` refuses all other messages with an {@link ActorStoppedError}. An actor without this
   * option stops, as in Erlang and Akka Typed: a handler that ended half-way may have left its
   * state half changed.
   */
  readonly onFailure?: ((error: unknown, message: Message) => "resume" | "stop") | undefined;
}

/** What an actor does, and who waits for it. */
export interface ActorInspection {
  readonly status: "idle" | "busy" | "stopped";
  /** How many messages the mailbox holds, without the one that the actor is carrying out. */
  readonly messages: number;
  /** How many senders wait for room in the mailbox. */
  readonly waiting: number;
  /** Which senders wait, for room or for an outcome. Empty unless diagnostics are on. */
  readonly waits: readonly OpenWait[];
}

export abstract class Actor<Message extends Mailable> {
  readonly #mailbox = new Mailbox<Message>();
  readonly #capacity: number;
  readonly #onFailure: ActorOptions<Message>["onFailure"];
  /** Messages whose senders wait for room. Made when the first sender must wait. */
  #waiting: Mailbox<Message> | undefined = undefined;
  /** The message whose promise the actor awaits. */
  #current: Message | undefined = undefined;
  /** Starts `#work` in a microtask. Defined exactly while the actor is idle. */
  #wake: (() => void) | undefined = undefined;
  /** What later messages are refused with. */
  #stopped: ActorStoppedError | undefined = undefined;

  /** @throws {RangeError} if the capacity is not a whole number of at least 1. */
  constructor({ mailboxCapacity = Infinity, onFailure }: ActorOptions<Message> = {}) {
    if (
      mailboxCapacity !== Infinity &&
      !(Number.isSafeInteger(mailboxCapacity) && mailboxCapacity > 0)
    ) {
      throw new RangeError(
        `A mailbox's capacity must be a whole number of at least 1, not ${mailboxCapacity}.`,
      );
    }
    this.#capacity = mailboxCapacity;
    this.#onFailure = onFailure;
    this.#sleep();
  }

  /**
   * Carries out one message. If it must wait, it returns a promise, and the actor receives the
   * next message when that has resolved. If it throws or rejects, the sender's promise rejects, and
   * {@link ActorOptions.onFailure} decides what follows.
   *
   * It runs in the asynchronous context in which the actor was made, never in that of a sender.
   */
  protected abstract receive(message: Message): Promise<void> | undefined;

  /**
   * Puts a message into the mailbox. Returns false, without sending it, if the mailbox is full. A
   * message is never received before `post` has returned.
   *
   * The sender learns of a failure only if the message has a `reject`. A failure that neither a
   * sender nor `onFailure` learns of is an unhandled rejection, as everywhere in JavaScript.
   *
   * @throws {ActorStoppedError} if the actor has stopped.
   */
  post(message: Message): boolean {
    if (this.#stopped !== undefined) throw this.#stopped;
    if (this.#mailbox.length >= this.#capacity) return false;
    this.#mailbox.put(message);
    if (this.#wake !== undefined) {
      this.#wake();
      this.#wake = undefined;
    }
    return true;
  }

  /**
   * Puts a message into the mailbox, after waiting for room if it is full. Resolves once the
   * mailbox has taken the message. A producer that awaits this is never ahead of the actor by
   * more than the mailbox's capacity. As with `post`, a failure reaches the message's `reject`.
   *
   * @throws {ActorStoppedError} as a rejection, if the actor has stopped, or stops while the sender
   *   waits for room.
   */
  send(message: Message): Promise<void> {
    if (this.#stopped !== undefined) return rejectInTurn(this.#stopped);
    if (this.post(message)) return turnIfDue() ?? taken;
    return new Promise((resolve, reject) => {
      message.sender = new WaitingSender(this, "room", resolve, reject);
      this.#waitForRoom(message);
    });
  }

  /**
   * Sends a message, after waiting for room, and resolves once the actor has carried it out.
   *
   * @throws the error of `receive`, as a rejection, if that has failed.
   * @throws {ActorStoppedError} as a rejection, if the actor stops before it receives the message.
   * @throws {MessageWithdrawnError} as a rejection, if the message is withdrawn.
   */
  ask(message: Message): Promise<void> {
    if (this.#stopped !== undefined) return rejectInTurn(this.#stopped);
    return new Promise((resolve, reject) => {
      message.sender = new WaitingSender(this, "outcome", resolve, reject);
      if (!this.post(message)) this.#waitForRoom(message);
    });
  }

  /**
   * Withdraws a message. False if the actor has already received it. If its sender still waits
   * for room, that wait ends.
   */
  withdraw(message: Message): boolean {
    if (this.#mailbox.remove(message)) this.#admitNext();
    else if (this.#waiting?.remove(message) !== true) return false;
    const { sender } = message;
    if (sender?.waitsFor === "outcome") sender.reject(new MessageWithdrawnError());
    else sender?.resolve();
    return true;
  }

  /**
   * Stops the actor: all messages that it has not received, and all later ones, are refused with
   * an {@link ActorStoppedError}. A message that it is carrying out is finished.
   *
   * @param options `cause`: why it stops, which the error passes on.
   */
  stop(options?: ErrorOptions): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = new ActorStoppedError(options);
    let message;
    while ((message = this.#mailbox.take() ?? this.#waiting?.take()) !== undefined) {
      tellFailure(message, this.#stopped);
    }
  }

  /** What the actor does, and how many messages and senders wait; with diagnostics on, which senders. */
  inspect(): ActorInspection {
    const busyOrIdle = this.#wake === undefined ? "busy" : "idle";
    return {
      status: this.#stopped === undefined ? busyOrIdle : "stopped",
      messages: this.#mailbox.length,
      waiting: this.#waiting?.length ?? 0,
      waits: waitsFor(this),
    };
  }

  /**
   * Receives messages until none is left, all in one turn: an await per message would cost more
   * than the messages do. It pauses for a message that takes time, and for the event loop when
   * a turn of it is due.
   */
  readonly #work = (): void => {
    for (;;) {
      const turn = turnIfDue();
      if (turn !== undefined) {
        void turn.then(this.#work);
        return;
      }
      const message = this.#mailbox.take();
      if (message === undefined) {
        this.#sleep();
        return;
      }
      this.#admitNext();
      try {
        const pause = this.receive(message);
        if (pause !== undefined) {
          this.#current = message;
          // By way of a promise of the language, since a foreign one might call back twice.
          Promise.resolve(pause).then(this.#finishCurrent, this.#failCurrent);
          return;
        }
        message.sender?.resolve();
      } catch (error) {
        this.#fail(message, error);
      }
    }
  };

  readonly #finishCurrent = (): void => {
    this.#current?.sender?.resolve();
    this.#current = undefined;
    this.#work();
  };

  readonly #failCurrent = (error: unknown): void => {
    const message = this.#current!;
    this.#current = undefined;
    this.#fail(message, error);
    this.#work();
  };

  /** Begins to be idle. The promise is made here, and so `#work` never runs in a sender's context. */
  #sleep(): void {
    void new Promise<void>((resolve) => {
      this.#wake = resolve;
    }).then(this.#work);
  }

  #waitForRoom(message: Message): void {
    this.#waiting ??= new Mailbox();
    this.#waiting.put(message);
  }

  /** Moves the message of the oldest waiting sender into the mailbox, which has room for it. */
  #admitNext(): void {
    const message = this.#waiting?.take();
    if (message === undefined) return;
    this.#mailbox.put(message);
    if (message.sender?.waitsFor !== "room") return;
    message.sender.resolve(turnIfDue());
    message.sender = undefined;
  }

  #fail(message: Message, error: unknown): void {
    const isTold = tellFailure(message, error);
    try {
      if (this.#onFailure?.(error, message) === "resume") return;
      if (!isTold && this.#onFailure === undefined) leaveUnhandled(error);
    } catch (failure) {
      leaveUnhandled(failure);
    }
    this.stop({ cause: error });
  }
}

/** Tells the sender that its message failed. False if it left no way to tell it. */
function tellFailure({ sender, reject }: Mailable, error: unknown): boolean {
  sender?.reject(error);
  reject?.(error);
  return sender !== undefined || reject !== undefined;
}

function leaveUnhandled(reason: unknown): void {
  void Promise.reject(reason);
}
