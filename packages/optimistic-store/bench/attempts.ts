/**
 * How many attempts an optimistic update should make before it acquires a lock: the same store
 * with one, three, ten and unlimited attempts.
 *
 *     pnpm compare ./packages/optimistic-store/bench/attempts.ts --readers 0 --writers 0 \
 *       --updaters 50 --keys 1 --pause 0 --hold microtask --rounds 6 --baseline attempts-3
 */
import { OptimisticStore } from "@sync-strategies/optimistic-store";
import optimistic from "@sync-strategies/optimistic-store/strategy";
import type { Storable, Strategy } from "@sync-strategies/state-store";

function withAttempts(id: string, attempts: number): Strategy {
  return {
    ...optimistic,
    id,
    createStore: <Key, Value extends Storable>() => new OptimisticStore<Key, Value>({ attempts }),
  };
}

export default [
  withAttempts("attempts-1", 1),
  withAttempts("attempts-3", 3),
  withAttempts("attempts-10", 10),
  withAttempts("attempts-endless", Infinity),
];
