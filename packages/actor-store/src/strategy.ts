import type { Storable, Strategy } from "@sync-strategies/state-store";
import { ActorStore } from "./actor-store.ts";

const strategy: Strategy = {
  id: "actor",
  title: "Actor",
  summary: "An actor owns the state; clients post it typed messages and await its replies.",
  reply: "a promise for each request, which the owner resolves",
  traits: {
    access: "owner-task",
    exclusion: "store",
    reads: "wait",
    updaterRuns: "once",
    control: false,
  },
  createStore: <Key, Value extends Storable>() => new ActorStore<Key, Value>(),
};

export default strategy;
