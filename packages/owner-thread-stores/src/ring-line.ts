/**
 * A member's line to the owner by rings in shared memory. Requests of one turn are shown to the
 * owner together. For replies the member looks once in each turn of the event loop; when there are
 * none, it waits for the owner's bell, in which it never blocks. It does not spin either: where
 * there are more threads than processors, a thread that spins takes the processor from the one that
 * it waits for.
 */
import type { MessagePort } from "node:worker_threads";
import { nextTurn } from "@sync-strategies/event-loop";
import { Bell } from "./bell.ts";
import { BELL_AT, REPLIES_AT, REQUESTS_AT } from "./member-memory.ts";
import { Ask, VALUE_MISSING, type Line, type LineListener } from "./requests.ts";
import type { RingAddress } from "./ring-state.ts";
import { RingReader, RingWriter } from "./ring.ts";

export class RingLine implements Line<number, number> {
  readonly #requests: RingWriter;
  readonly #replies: RingReader;
  readonly #bell: Bell;
  readonly #ownersBell: Bell;
  readonly #lifeline: MessagePort;
  readonly #keys: number;
  readonly #listener: LineListener<number>;
  /** How many replies are to come, also of operations that were cancelled: they may be grants. */
  #awaited = 0;
  #isLooking = false;
  #isShowDue = false;

  constructor(address: RingAddress, listener: LineListener<number>) {
    const { memory, ownersBell, keys, lifeline } = address;
    this.#requests = new RingWriter(memory, REQUESTS_AT);
    this.#replies = new RingReader(memory, REPLIES_AT);
    this.#bell = new Bell(memory, BELL_AT);
    this.#ownersBell = new Bell(ownersBell);
    this.#keys = keys;
    this.#listener = listener;
    this.#lifeline = lifeline;
    lifeline.on("close", () => {
      listener.onLost();
      // No reply will come any more, so the look for them must end.
      this.#awaited = 0;
      this.#bell.ring();
    });
    lifeline.unref();
  }

  keyFault(key: number): Error | undefined {
    if (Number.isInteger(key) && key >= 0 && key < this.#keys) return undefined;
    return new RangeError(`A key of this state is a whole number from 0 to ${this.#keys - 1}.`);
  }

  valueFault(value: number): Error | undefined {
    if (typeof value === "number") return undefined;
    return new TypeError("A value of this state is a number.");
  }

  send(ask: Ask, id: number, key: number, value = 0): void {
    this.#requests.put(ask, id, key, value);
    if (ask !== Ask.release) this.#awaited += 1;
    // A tick comes when all microtasks are done, in which clients call one operation after another.
    if (!this.#isShowDue) process.nextTick(this.#show);
    this.#isShowDue = true;
  }

  keepAlive(needed: boolean): void {
    if (needed) this.#lifeline.ref();
    else this.#lifeline.unref();
  }

  hangUp(): void {
    this.#lifeline.close();
  }

  readonly #show = (): void => {
    this.#isShowDue = false;
    if (this.#requests.show()) this.#ownersBell.ring();
    if (this.#awaited > 0 && !this.#isLooking) void this.#lookForReplies();
  };

  readonly #receive = (tag: number, id: number, _: number, value: number): void => {
    this.#awaited -= 1;
    this.#listener.onReply(id, tag === VALUE_MISSING ? undefined : value);
  };

  async #lookForReplies(): Promise<void> {
    this.#isLooking = true;
    while (this.#awaited > 0) {
      const found = this.#replies.take(this.#receive);
      if (!found && !this.#requests.hasBacklog) {
        await this.#sleep();
        continue;
      }
      // Clients go on with the replies, and timers and I/O have their turn.
      await nextTurn();
      if (this.#requests.hasBacklog) this.#show();
    }
    this.#isLooking = false;
  }

  async #sleep(): Promise<void> {
    this.#bell.fallAsleep();
    if (this.#replies.isEmpty && this.#awaited > 0) await this.#bell.waitAsync();
    this.#bell.wakeUp();
  }
}
