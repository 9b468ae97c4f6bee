/** The strategies for threads that examples use, by their ids. */
import ownerThreadStores from "@sync-strategies/owner-thread-stores/strategy";
import sharedMemoryStores from "@sync-strategies/shared-memory-stores/strategy";
import type { SharedStrategy } from "@sync-strategies/state-store";

export const futexPerKey = strategyCalled("futex-per-key");
export const portOwner = strategyCalled("port-owner");

function strategyCalled(id: string): SharedStrategy {
  const all = [...sharedMemoryStores, ...ownerThreadStores];
  const found = all.find((strategy) => strategy.id === id);
  if (found === undefined) throw new RangeError(`there is no strategy "${id}"`);
  return found;
}
