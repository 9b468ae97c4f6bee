/**
 * The coordinator's side of a state that members ask for by rings in shared memory.
 *
 * The owner blocks, so no message could tell it that a member's thread has ended. Each member has a
 * message channel to the coordinator instead, which carries nothing: when one end closes, as it does
 * with its thread, the other end is notified. If that was a member, the coordinator sets a flag and
 * rings the owner's bell; if it was the owner, the coordinator closes the channels of all members.
 */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Address, Place, SharedState } from "@sync-strategies/state-store";
import { Bell } from "./bell.ts";
import { GONE_AT, MEMBER_BYTES } from "./member-memory.ts";
import { OwnerThread } from "./owner-thread.ts";
import { LINE_BYTES } from "./ring.ts";

/** What a member is given. */
export interface RingAddress {
  readonly memory: SharedArrayBuffer;
  readonly ownersBell: SharedArrayBuffer;
  readonly keys: number;
  /** Closes when the owner is gone. */
  readonly lifeline: MessagePort;
}

export class RingState implements SharedState {
  readonly owner: OwnerThread;
  readonly #keys: number;
  readonly #memories: readonly SharedArrayBuffer[];
  readonly #ownersBell: SharedArrayBuffer;
  readonly #lifelines = new Set<MessagePort>();

  static async create({ members, keys }: Place): Promise<RingState> {
    const ownersBell = new SharedArrayBuffer(LINE_BYTES);
    // The last one is the coordinator's.
    const memories = Array.from({ length: members + 1 }, () => new SharedArrayBuffer(MEMBER_BYTES));
    const owner = await OwnerThread.start("ring-owner", {
      bellMemory: ownersBell,
      memberMemories: memories,
    });
    return new RingState(owner, keys, memories, ownersBell);
  }

  private constructor(
    owner: OwnerThread,
    keys: number,
    memories: readonly SharedArrayBuffer[],
    ownersBell: SharedArrayBuffer,
  ) {
    this.owner = owner;
    this.#keys = keys;
    this.#memories = memories;
    this.#ownersBell = ownersBell;
    owner.worker.once("exit", () => {
      for (const lifeline of this.#lifelines) lifeline.close();
    });
  }

  addressFor(member: number): Address & { readonly address: RingAddress } {
    this.owner.assertRunning();
    const memory = this.#memories[member];
    if (memory === undefined) throw new RangeError(`There is no member ${member}.`);
    const { port1, port2 } = new MessageChannel();
    this.#lifelines.add(port1);
    port1.on("close", () => {
      this.#lifelines.delete(port1);
      Atomics.store(new Int32Array(memory, GONE_AT, 1), 0, 1);
      new Bell(this.#ownersBell).ring();
    });
    const address = { memory, ownersBell: this.#ownersBell, keys: this.#keys, lifeline: port2 };
    return { address, transfer: [port2] };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.owner[Symbol.asyncDispose]();
  }
}
