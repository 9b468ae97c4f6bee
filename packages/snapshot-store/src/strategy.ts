import type { Storable, Strategy } from "@sync-strategies/state-store";
import { SnapshotStore } from "./snapshot-store.ts";

const strategy: Strategy = {
  id: "snapshot",
  title: "Snapshot reads",
  summary: "Changes lock the whole state; a read returns the value in force, and never waits.",
  reply: "none: the caller, holding the lock, does it itself",
  traits: {
    access: "lock-holder",
    exclusion: "store",
    reads: "never-wait",
    updaterRuns: "once",
    control: false,
  },
  createStore: <Key, Value extends Storable>() => new SnapshotStore<Key, Value>(),
};

export default strategy;
