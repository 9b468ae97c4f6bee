import type { MessagePort } from "node:worker_threads";
import type { SharedStrategy, Storable, StrategyTraits } from "@sync-strategies/state-store";
import { OwnerStore } from "./owner-store.ts";
import { PortLine } from "./port-line.ts";
import { PortState } from "./port-state.ts";

const traits: StrategyTraits = {
  access: "owner-task",
  exclusion: "key",
  reads: "never-wait",
  updaterRuns: "once",
  values: "copy",
  survivesKill: true,
  control: false,
};

function byMessages(
  isBatched: boolean,
  description: Pick<SharedStrategy, "id" | "title" | "summary">,
): SharedStrategy {
  return {
    ...description,
    reply: "a promise for each request, which the owner's reply settles",
    traits,
    span: "threads",
    createState: () => PortState.create(isBatched),
    openStore: async <Key, Value extends Storable>(address: unknown) =>
      new OwnerStore<Key, Value>(
        (listener) => new PortLine(address as MessagePort, isBatched, listener),
      ),
  };
}

const strategies: readonly SharedStrategy[] = [
  byMessages(true, {
    id: "port-owner",
    title: "Owner thread, messages",
    summary:
      "A thread owns the state; what one turn asks of it is one message, as are the replies.",
  }),
  byMessages(false, {
    id: "port-owner-plain",
    title: "Owner thread, a message per request",
    summary: "A thread owns the state; each request is a message, and so is each reply.",
  }),
];

export default strategies;
