/**
 * An actor: private state, a mailbox, and one message at a time (Hewitt, Bishop and Steiger,
 * *A Universal Modular ACTOR Formalism*, IJCAI 1973).
 *
 * The mailbox may be bounded. Then senders wait for room while it is full, in order, so that
 * producers that are too fast slow down rather than filling memory. (This is back-pressure, as in
 * Akka's and Pekko's bounded mailboxes.)
 *
 * Invariants:
 * - At most one run of `#work` is pending or running, and exactly one is while the mailbox holds a
 *   message. So `receive` is never entered twice at once, and no message is forgotten.
 * - Senders wait only while the mailbox is full. So no sender overtakes a waiting one.
 */
import { nextTurn, turnIsDue } from "@sync-strategies/event-loop";
import { Mailbox, type Mailable } from "./mailbox.ts";

/** Starts an idle actor in a microtask; a settled promise is the cheapest way to queue one. */
const settled = Promise.resolve();

export interface ActorOptions {
  /** How many messages the mailbox takes before senders must wait; unlimited if omitted. */
  readonly mailboxCapacity?: number | undefined;
}

export abstract class Actor<Message extends Mailable> {
  readonly #mailbox = new Mailbox<Message>();
  readonly #capacity: number;
  /** Messages whose senders wait for room. Made when the first sender must wait. */
  #waiting: Mailbox<Message> | undefined = undefined;
  #idle = true;

  /** @throws {RangeError} if the capacity is not a whole number of at least 1. */
  constructor({ mailboxCapacity = Infinity }: ActorOptions = {}) {
    if (
      mailboxCapacity !== Infinity &&
      !(Number.isSafeInteger(mailboxCapacity) && mailboxCapacity > 0)
    ) {
      throw new RangeError(
        `A mailbox's capacity must be a whole number of at least 1, not ${mailboxCapacity}.`,
      );
    }
    this.#capacity = mailboxCapacity;
  }

  /**
   * Carries out one message. If it must wait, it returns a promise, and the actor receives the
   * next message when that has resolved. It must neither throw nor reject: a failure belongs in
   * the reply to the sender.
   */
  protected abstract receive(message: Message): Promise<void> | undefined;

  /**
   * Puts a message into the mailbox. Returns false, without sending it, if the mailbox is full. A
   * message is never received before `post` has returned.
   */
  post(message: Message): boolean {
    if (this.#mailbox.length >= this.#capacity) return false;
    this.#mailbox.put(message);
    if (this.#idle) {
      this.#idle = false;
      void settled.then(this.#work);
    }
    return true;
  }

  /**
   * Puts a message into the mailbox, after waiting for room if it is full. Resolves once the
   * mailbox has taken the message. A producer that awaits this is never ahead of the actor by
   * more than the mailbox's capacity.
   */
  send(message: Message): Promise<void> {
    if (this.post(message)) return settled;
    return new Promise((resolve) => {
      message.onRoom = resolve;
      this.#waiting ??= new Mailbox();
      this.#waiting.put(message);
    });
  }

  /**
   * Withdraws a message. False if the actor has already received it. If its sender still waits,
   * that wait ends.
   */
  withdraw(message: Message): boolean {
    if (this.#mailbox.remove(message)) {
      this.#admitNext();
      return true;
    }
    if (this.#waiting?.remove(message) !== true) return false;
    message.onRoom?.();
    return true;
  }

  /**
   * Receives messages until none is left, all in one turn: an await per message would cost more
   * than the messages do. It pauses for a message that takes time, and for the event loop when
   * a turn of it is due.
   */
  readonly #work = (): void => {
    for (;;) {
      const message = this.#mailbox.take();
      if (message === undefined) {
        this.#idle = true;
        return;
      }
      this.#admitNext();
      const pause = this.receive(message);
      if (pause !== undefined) {
        void pause.then(this.#work);
        return;
      }
      if (turnIsDue()) {
        void nextTurn().then(this.#work);
        return;
      }
    }
  };

  /** Moves the message of the oldest waiting sender into the mailbox, which has room for it. */
  #admitNext(): void {
    if (this.#waiting === undefined) return;
    const message = this.#waiting.take();
    if (message === undefined) return;
    this.#mailbox.put(message);
    message.onRoom?.();
  }
}
