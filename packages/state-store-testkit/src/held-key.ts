import type { OperationOptions, StateStore } from "@sync-strategies/state-store";
import type { ContractContext } from "./contract-test.ts";
import { defer } from "./deferred.ts";
import { show } from "./expectations.ts";

/** A key whose updater has been called and awaits what the test decides. */
export interface HeldKey {
  /** What the updater was given. */
  readonly current: number | undefined;
  /** The update itself. */
  readonly update: Promise<number>;
  /** Lets the updater return this value; without one, the value that it was given, or 0. */
  readonly finish: (value?: number) => void;
  /** Lets the updater reject with this reason. */
  readonly fail: (reason: unknown) => void;
}

/**
 * Starts an update of `key` and resolves once its updater runs: from then on, whatever must
 * wait for it waits until `finish` or `fail`.
 */
export async function holdKey<Key>(
  context: Pick<ContractContext, "settlement">,
  store: StateStore<Key, number>,
  key: Key,
  options?: OperationOptions,
): Promise<HeldKey> {
  const started = defer<number | undefined>();
  const decision = defer<number | undefined>();
  const update = store.update(
    key,
    async (current) => {
      started.resolve(current);
      return (await decision.promise) ?? current ?? 0;
    },
    options,
  );
  const current = await context.settlement(
    `the updater of ${show(key)} to be called`,
    started.promise,
  );
  return { current, update, finish: (value) => decision.resolve(value), fail: decision.reject };
}
