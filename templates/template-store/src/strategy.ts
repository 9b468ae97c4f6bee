import type { Storable, Strategy } from "@sync-strategies/state-store";
import { TemplateStore } from "./template-store.ts";

const strategy: Strategy = {
  id: "template",
  title: "Template",
  // TODO: one sentence that `pnpm compare list` prints: how your strategy shares the state.
  summary: "Every client locks the whole state before it touches it.",
  // TODO: what callers may expect of your strategy. The contract's tests check exactly these
  // promises; packages/state-store/src/strategy.ts explains each of them.
  traits: {
    access: "lock-holder",
    exclusion: "store",
    reads: "wait",
    updaterRuns: "once",
    control: false,
  },
  createStore: <Key, Value extends Storable>() => new TemplateStore<Key, Value>(),
};

export default strategy;
