/**
 * An actor: private state, a mailbox, and one message at a time (Hewitt, Bishop and Steiger,
 * *A Universal Modular ACTOR Formalism*, IJCAI 1973).
 *
 * Its mailbox may be bounded. Then whoever sends while it is full waits for room, in order: what
 * cannot be dealt with as fast as it is produced slows down its producers rather than filling
 * memory. (Known as back-pressure; so Akka's and Pekko's bounded mailboxes.)
 *
 * Invariants:
 * - At most one run of `#work` is pending or going on, and one is whenever the mailbox holds a
 *   message. So `receive` is never entered twice at once, and no message is forgotten.
 * - Senders wait only while the mailbox is full. So nobody overtakes one who waits.
 */
import { TurnBudget } from "@sync-strategies/event-loop";
import { Mailbox, type Mailable } from "./mailbox.ts";

/** An idle actor wakes up in a microtask; a settled promise queues one at the least cost. */
const settled = Promise.resolve();

export interface ActorOptions {
  /** How many messages the mailbox takes before senders must wait; unlimited if missing. */
  readonly mailboxCapacity?: number | undefined;
}

export abstract class Actor<Message extends Mailable> {
  readonly #mailbox = new Mailbox<Message>();
  readonly #capacity: number;
  /** Those whose senders wait for room, made when the first one must. */
  #waiting: Mailbox<Message> | undefined = undefined;
  readonly #budget = new TurnBudget();
  #idle = true;

  /** @throws {RangeError} if the capacity is not a whole number from 1 on. */
  constructor({ mailboxCapacity = Infinity }: ActorOptions = {}) {
    if (
      mailboxCapacity !== Infinity &&
      !(Number.isSafeInteger(mailboxCapacity) && mailboxCapacity > 0)
    ) {
      throw new RangeError(
        `A mailbox's capacity is a whole number from 1 on, not ${mailboxCapacity}.`,
      );
    }
    this.#capacity = mailboxCapacity;
  }

  /**
   * Carries out one message. An actor that must wait for something returns a promise, and gets
   * its next message when that has resolved. It must neither throw nor reject: what goes wrong
   * belongs into the reply to whoever asked.
   */
  protected abstract receive(message: Message): Promise<void> | undefined;

  /**
   * Puts a message into the mailbox, unless that is full: then it returns false, and the message
   * is not sent. A message is never received before `post` has returned.
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
   * Puts a message into the mailbox, and waits for room first if it must. Resolves once the
   * mailbox has taken it. A producer that awaits this is never ahead of the actor by more than
   * the mailbox's capacity.
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
   * Takes a message back. False if the actor has received it already. If its sender still waits,
   * that wait is over.
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
   * Receives messages until none is left, all in one turn: an await for each of them would cost
   * more than the messages do. It pauses for a message that takes time itself, and for the event
   * loop when that has waited long enough.
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
      if (this.#budget.spendStep()) {
        void this.#budget.stepAside().then(this.#work);
        return;
      }
    }
  };

  /** There is room for one more message: that of the sender who has waited longest. */
  #admitNext(): void {
    if (this.#waiting === undefined) return;
    const message = this.#waiting.take();
    if (message === undefined) return;
    this.#mailbox.put(message);
    message.onRoom?.();
  }
}
