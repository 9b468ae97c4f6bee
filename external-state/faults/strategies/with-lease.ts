/** A strategy whose leases end sooner than they usually do, so that a fault need not wait for long. */
import type { SharedStrategy } from "@sync-strategies/state-store";

/** @param lease what is different in the address that its members are given. */
export function withLease(
  strategy: SharedStrategy,
  lease: Readonly<Record<string, number>>,
): SharedStrategy {
  return {
    ...strategy,
    async createState(place) {
      const state = await strategy.createState(place);
      return {
        addressFor(member) {
          const { address, ...rest } = state.addressFor(member);
          return { ...rest, address: { ...(address as object), ...lease } };
        },
        [Symbol.asyncDispose]: () => state[Symbol.asyncDispose](),
      };
    },
  };
}
