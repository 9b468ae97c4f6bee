import type { Storable, Strategy } from "@sync-strategies/state-store";
import { OptimisticStore } from "./optimistic-store.ts";

const strategy: Strategy = {
  id: "optimistic",
  title: "Optimistic",
  summary: "Nobody locks: an update that another one overtook starts over.",
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
