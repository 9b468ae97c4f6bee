import type { Storable, Strategy } from "@sync-strategies/state-store";
import { MutexStore } from "./mutex-store.ts";

const strategy: Strategy = {
  id: "mutex",
  title: "Mutex",
  summary: "Every client locks one async-mutex around the whole state before it touches it.",
  reply: "none: the caller, holding the lock, does it itself",
  caveat:
    "Beyond about 50,000 waiting operations without a signal each hand-over takes longer the more " +
    "there are, since async-mutex shifts and searches an array; timers do not run meanwhile.",
  traits: {
    access: "lock-holder",
    exclusion: "store",
    reads: "wait",
    updaterRuns: "once",
    control: false,
  },
  createStore: <Key, Value extends Storable>() => new MutexStore<Key, Value>(),
};

export default strategy;
