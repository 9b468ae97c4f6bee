import type { MessagePort } from "node:worker_threads";
import type {
  SharedStrategy,
  StateStore,
  Storable,
  StrategyTraits,
} from "@sync-strategies/state-store";
import { OwnerStore } from "./owner-store.ts";
import { PortLine } from "./port-line.ts";
import { PortState } from "./port-state.ts";
import { RingLine } from "./ring-line.ts";
import { RingState, type RingAddress } from "./ring-state.ts";

const traits: StrategyTraits = {
  access: "owner-task",
  exclusion: "key",
  reads: "never-wait",
  updaterRuns: "once",
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
    traits: { ...traits, values: "copy" },
    span: "threads",
    createState: () => PortState.create(isBatched),
    openStore: async <Key, Value extends Storable>(address: unknown) =>
      new OwnerStore<Key, Value>(
        (listener) => new PortLine(address as MessagePort, isBatched, listener),
      ),
  };
}

export const portOwner = byMessages(true, {
  id: "port-owner",
  title: "Owner thread, messages",
  summary: "A thread owns the state; what one turn asks of it is one message, as are the replies.",
});

export const portOwnerPlain = byMessages(false, {
  id: "port-owner-plain",
  title: "Owner thread, a message per request",
  summary: "A thread owns the state; each request is a message, and so is each reply.",
});

export const ringOwner: SharedStrategy = {
  id: "ring-owner",
  title: "Owner thread, rings",
  summary: "A thread owns the state; requests and replies are in rings of shared memory.",
  reply: "a promise for each request, which the owner's reply settles",
  traits: { ...traits, values: "number" },
  span: "threads",
  createState: (place) => RingState.create(place),
  async openStore<Key, Value extends Storable>(address: unknown) {
    const store = new OwnerStore<number, number>(
      (listener) => new RingLine(address as RingAddress, listener),
    );
    // Its keys and values are checked with each operation.
    return store as unknown as StateStore<Key, Value>;
  },
};

export default [portOwner, portOwnerPlain, ringOwner] satisfies readonly SharedStrategy[];
