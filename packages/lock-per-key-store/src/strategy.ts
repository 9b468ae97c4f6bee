import type { Storable, Strategy } from "@sync-strategies/state-store";
import { LockPerKeyStore } from "./lock-per-key-store.ts";

const strategy: Strategy = {
  id: "lock-per-key",
  title: "Lock per key",
  summary: "Every client locks the one key that it touches, and no other.",
  reply: "none: the caller, holding the lock, does it itself",
  traits: {
    access: "lock-holder",
    exclusion: "key",
    reads: "wait",
    updaterRuns: "once",
    control: false,
  },
  createStore: <Key, Value extends Storable>() => new LockPerKeyStore<Key, Value>(),
};

export default strategy;
