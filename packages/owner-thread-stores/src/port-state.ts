/** The coordinator's side of a state that members ask for by messages. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Address, SharedState } from "@sync-strategies/state-store";
import { OwnerThread } from "./owner-thread.ts";

export class PortState implements SharedState {
  readonly owner: OwnerThread;

  static async create(isBatched: boolean): Promise<PortState> {
    return new PortState(await OwnerThread.start("port-owner", { isBatched }));
  }

  private constructor(owner: OwnerThread) {
    this.owner = owner;
  }

  /** The address is one end of a message channel; the owner gets the other. */
  addressFor(): Address & { readonly address: MessagePort } {
    this.owner.assertRunning();
    const { port1, port2 } = new MessageChannel();
    this.owner.worker.postMessage(port1, [port1]);
    return { address: port2, transfer: [port2] };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.owner[Symbol.asyncDispose]();
  }
}
