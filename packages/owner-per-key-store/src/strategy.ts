import type { Storable, Strategy } from "@sync-strategies/state-store";
import { OwnerPerKeyStore } from "./owner-per-key-store.ts";

const strategy: Strategy = {
  id: "owner-per-key",
  title: "Owner per key",
  summary: "Each key in use has an owner, a task that carries out one request after the other.",
  reply: "a promise for each request, which the owner resolves",
  traits: {
    access: "owner-task",
    exclusion: "key",
    reads: "wait",
    updaterRuns: "once",
    control: false,
  },
  createStore: <Key, Value extends Storable>() => new OwnerPerKeyStore<Key, Value>(),
};

export default strategy;
