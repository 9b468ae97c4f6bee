import type { Storable, Strategy } from "@sync-strategies/state-store";
import { UnsynchronizedStore } from "./unsynchronized-store.ts";

const strategy: Strategy = {
  id: "unsynchronized",
  title: "Unsynchronized",
  summary: "Every client touches the state at any time; the control that loses updates.",
  traits: {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "once",
    control: true,
  },
  createStore: <Key, Value extends Storable>() => new UnsynchronizedStore<Key, Value>(),
};

export default strategy;
