/**
 * An updater runs in its caller's asynchronous context, whichever task of the store calls it. The
 * clause does not apply where the platform has no AsyncLocalStorage, as in a browser.
 */
import type { OperationOptions, StateStore, StrategyTraits } from "@sync-strategies/state-store";
import {
  startsOver,
  unlessLacking,
  type ContractContext,
  type ContractTest,
} from "../contract-test.ts";
import { ContractViolation, expectSame } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { nodeModule } from "../node-modules.ts";

const keepsContext = (traits: StrategyTraits): boolean =>
  nodeModule("node:async_hooks") !== undefined && unlessLacking("caller-context")(traits);

export const callerContext: readonly ContractTest[] = [
  {
    name: "an updater runs in its caller's asynchronous context",
    appliesTo: keepsContext,
    run: async (context) => {
      const callers = new Callers();
      const store = await callers.run("the store's creator", () => context.createStore());
      for (const caller of [
        "the first caller",
        "the second caller",
        undefined,
        "the last caller",
      ]) {
        const update = callers.update(context, store, caller, "of an idle store");
        await context.settlement("an update of an idle store", update);
      }
      const together = ["one caller", "another caller", undefined].map((caller) =>
        callers.update(context, store, caller, "called along with others"),
      );
      await context.settlement("three updates at once", Promise.all(together));
    },
  },
  {
    name: "an updater that waited its turn runs in its caller's asynchronous context",
    appliesTo: keepsContext,
    run: async (context) => {
      const callers = new Callers();
      const { signal } = new AbortController();
      const store = await context.createStore();
      const held = await callers.run("the holder", () => holdKey(context, store, "a"));
      const waiting = ["one caller", "another caller", undefined].flatMap((caller) => [
        callers.update(context, store, caller, "that waited"),
        callers.update(context, store, caller, "that waited with a signal", { signal }),
      ]);
      await context.turns();
      callers.run("the one that ends the wait", () => held.finish(1));
      await context.settlement("the updates that waited", Promise.all(waiting));
    },
  },
  {
    name: "an updater that starts over runs in its caller's asynchronous context",
    appliesTo: (traits) => keepsContext(traits) && startsOver(traits),
    run: async (context) => {
      const callers = new Callers();
      const store = await context.createStore();
      let overtakers = 5;
      const overtaken = callers.update(context, store, "the caller", "that starts over", {}, () => {
        overtakers -= 1;
        if (overtakers < 0) return;
        void callers.run("the overtaker", () => store.write("a", overtakers));
      });
      await context.settlement("an update that starts over", overtaken);
    },
  },
];

/** Clients, each with a context that holds its name. */
class Callers {
  readonly #name: {
    run<Result>(caller: string | undefined, body: () => Result): Result;
    getStore(): string | undefined;
  };

  constructor() {
    const hooks = nodeModule("node:async_hooks");
    if (hooks === undefined) throw new ContractViolation("There is no AsyncLocalStorage here.");
    this.#name = new hooks.AsyncLocalStorage<string | undefined>();
  }

  run<Result>(caller: string | undefined, body: () => Result): Result {
    return this.#name.run(caller, body);
  }

  /** An update that looks at its context when its updater is called, and again after an await. */
  async update(
    { turns }: ContractContext,
    store: StateStore<string, number>,
    caller: string | undefined,
    which: string,
    options?: OperationOptions,
    whileAwaiting: () => void = () => {},
  ): Promise<void> {
    const seen: { readonly when: string; readonly context: string | undefined }[] = [];
    const update = this.run(caller, () =>
      store.update(
        "a",
        async (current = 0) => {
          seen.push({ when: "when called", context: this.#name.getStore() });
          whileAwaiting();
          await turns();
          seen.push({ when: "after its first await", context: this.#name.getStore() });
          return current + 1;
        },
        options,
      ),
    );
    await update;
    for (const { when, context } of seen) {
      expectSame(context, caller, `the context of an updater ${which}, ${when}`);
    }
  }
}
