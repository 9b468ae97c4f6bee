/**
 * xstate's state machine as the owner: the same as its callback actor, and what a machine's
 * transition costs on top of it.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { createActor, setup } from "xstate";
import { ownerTask, promisePerRequest } from "../../base/traits.ts";
import { XstateStore, type Asked } from "./xstate.ts";

class XstateMachineStore<Key, Value extends Storable> extends XstateStore<Key, Value> {
  protected override readonly actor = createActor(
    setup({ types: { events: {} as Asked<Key, Value> } }).createMachine({
      on: { request: { actions: ({ event }) => this.handle(event) } },
    }),
  ).start();
}

const strategy: Strategy = {
  id: "xstate-machine",
  title: "xstate's state machine",
  summary: "An xstate machine owns the state; an action of its one transition does the work.",
  reply: promisePerRequest,
  traits: ownerTask,
  createStore: <Key, Value extends Storable>() => new XstateMachineStore<Key, Value>(),
};

export default strategy;
