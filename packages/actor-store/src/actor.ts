/**
 * An actor: private state, a mailbox, and one message at a time (Hewitt, Bishop and Steiger,
 * *A Universal Modular ACTOR Formalism*, IJCAI 1973).
 *
 * Invariant: at most one run of `#work` is pending or going on, and one is whenever the mailbox
 * holds a message. So `receive` is never entered twice at once, and no message is forgotten.
 */
import { Mailbox, type Mailable } from "./mailbox.ts";

/** An idle actor wakes up in a microtask; a settled promise queues one at the least cost. */
const settled = Promise.resolve();

export abstract class Actor<Message extends Mailable> {
  readonly #mailbox = new Mailbox<Message>();
  #idle = true;

  /**
   * Carries out one message. An actor that must wait for something returns a promise, and gets
   * its next message when that has resolved. It must neither throw nor reject: what goes wrong
   * belongs into the reply to whoever asked.
   */
  protected abstract receive(message: Message): Promise<void> | undefined;

  /** Puts a message into the mailbox. It is never received before `post` has returned. */
  post(message: Message): void {
    this.#mailbox.put(message);
    if (this.#idle) {
      this.#idle = false;
      void settled.then(this.#work);
    }
  }

  /** Takes a message back. False if the actor has received it already. */
  withdraw(message: Message): boolean {
    return this.#mailbox.remove(message);
  }

  /**
   * Receives messages until none is left, all in one turn: an await for each of them would cost
   * more than the messages do. It pauses only for a message that takes time itself.
   */
  readonly #work = (): void => {
    for (;;) {
      const message = this.#mailbox.take();
      if (message === undefined) {
        this.#idle = true;
        return;
      }
      const pause = this.receive(message);
      if (pause !== undefined) {
        void pause.then(this.#work);
        return;
      }
    }
  };
}
