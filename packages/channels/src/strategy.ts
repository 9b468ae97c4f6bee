import type { Storable, Strategy } from "@sync-strategies/state-store";
import { ChannelStore } from "./channel-store.ts";

const strategy: Strategy = {
  id: "channels",
  title: "Go-style channels",
  summary:
    "One task owns the state and selects over channels of requests, each with its reply channel.",
  reply: "a separate channel for each request",
  traits: {
    access: "owner-task",
    exclusion: "store",
    reads: "wait",
    updaterRuns: "once",
    control: false,
  },
  createStore: <Key, Value extends Storable>() => new ChannelStore<Key, Value>(),
};

export default strategy;
