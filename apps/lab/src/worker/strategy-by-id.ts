import type { Strategy } from "@sync-strategies/state-store";
import broken from "virtual:broken-strategies";
import loaders from "virtual:strategy-loaders";

/**
 * Loads a strategy by its id, or one with a break in it by the break's name, `mutex/ticket-kept`.
 *
 * @throws {RangeError} if there is none.
 */
export async function strategyById(id: string): Promise<Strategy> {
  const load = [loaders, broken].find((known) => Object.hasOwn(known, id))?.[id];
  if (load === undefined) throw new RangeError(`There is no strategy "${id}".`);
  return load();
}
