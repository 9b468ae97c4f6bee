import type { OperationOptions, StateStore } from "@sync-strategies/state-store";
import type { ContractContext } from "./contract-test.ts";
import { defer } from "./deferred.ts";

/** A key whose updater has been called and awaits what the test decides. */
export interface HeldKey {
  /** What the updater was given. */
  readonly current: number | undefined;
  /** The update itself. */
  readonly update: Promise<number>;
  /** Lets the updater return this value. */
  readonly finish: (value: number) => void;
  /** Lets the updater reject with this reason. */
  readonly fail: (reason: unknown) => void;
}

/**
 * Starts an update of `key` and resolves once its updater runs: from then on, whatever must
 * wait for it waits until `finish` or `fail`.
 */
export async function holdKey(
  context: ContractContext,
  store: StateStore<string, number>,
  key: string,
  options?: OperationOptions,
): Promise<HeldKey> {
  const started = defer<number | undefined>();
  const decision = defer<number>();
  const update = store.update(
    key,
    (current) => {
      started.resolve(current);
      return decision.promise;
    },
    options,
  );
  const current = await context.settlement("an updater to be called", started.promise);
  return { current, update, finish: decision.resolve, fail: decision.reject };
}
