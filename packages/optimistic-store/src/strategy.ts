import type { Storable, Strategy } from "@sync-strategies/state-store";
import { OptimisticStore } from "./optimistic-store.ts";

const strategy: Strategy = {
  id: "optimistic",
  title: "Optimistic",
  summary: "No client locks: an update starts over when another change came first.",
  caveat:
    "After three attempts an update takes the key's lock, and then writes and other updates of " +
    "the key wait for it.",
  traits: {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "at-least-once",
    control: false,
  },
  createStore: <Key, Value extends Storable>() => new OptimisticStore<Key, Value>(),
};

export default strategy;
