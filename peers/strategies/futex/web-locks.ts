/**
 * The platform's own locks between threads, `navigator.locks`: Node has them from version 24.5.
 *
 * Faults: none found but its price, which is higher than that of any other lock here where many
 * requests wait; a thread that is terminated gives its lock back. A lock is a name for the whole
 * process, so each state has a separate name.
 */
import { randomUUID } from "node:crypto";
import type { SharedStrategy, StateStore, Storable } from "@sync-strategies/state-store";
import { ExclusiveStore } from "../../base/exclusive-store.ts";
import { SharedNumbers } from "../../base/shared-numbers.ts";
import { SharedPeer, sharedMemoryState } from "../../base/shared-peer.ts";
import { lockHolder, noReply } from "../../base/traits.ts";

/** The part that is used here, of which Node 20's types have nothing. */
interface LockManager {
  request<Result>(name: string, critical: () => Result | Promise<Result>): Promise<Result>;
}

const { locks } = ((globalThis as { navigator?: unknown }).navigator ?? {}) as {
  locks?: LockManager;
};

export const unavailable =
  locks === undefined ? `Node ${process.versions.node} has no navigator.locks` : undefined;

interface Address {
  readonly name: string;
  readonly numbers: SharedArrayBuffer;
}

class WebLockStore extends ExclusiveStore<number, number> {
  readonly #name: string;

  constructor(name: string, numbers: SharedNumbers) {
    super(numbers);
    this.#name = name;
  }

  protected override run<Result>(critical: () => Result | Promise<Result>): Promise<Result> {
    return locks!.request(this.#name, critical);
  }

  protected override runAwaiting<Result>(critical: () => Promise<Result>): Promise<Result> {
    return locks!.request(this.#name, critical);
  }
}

const strategy: SharedStrategy = {
  id: "web-locks",
  title: "navigator.locks",
  summary: "The platform's Web Locks, one lock that is requested around each operation.",
  reply: noReply,
  traits: { ...lockHolder, values: "number", survivesKill: true },
  span: "threads",
  async createState({ keys }) {
    const address: Address = { name: randomUUID(), numbers: SharedNumbers.memoryFor(keys) };
    return sharedMemoryState(address);
  },
  async openStore<Key, Value extends Storable>(address: unknown) {
    const { name, numbers } = address as Address;
    const state = new SharedNumbers(numbers);
    const store = new SharedPeer(new WebLockStore(name, state), state);
    return store as unknown as StateStore<Key, Value>;
  },
};

export default strategy;
