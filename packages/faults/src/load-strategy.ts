/** A strategy in a process that a cell was given: one of a file, or one that the fault brings along. */
import { findStrategy } from "@sync-strategies/command-kit/in-child";
import { isShared, type SharedStrategy } from "@sync-strategies/state-store";
import type { Fault } from "./fault.ts";

export interface LoadedFrom {
  readonly id: string;
  readonly moduleUrl: string;
  /** Whether the module is a fault, and brings the strategy along. */
  readonly isOfFault: boolean;
}

export async function loadStrategy({
  id,
  moduleUrl,
  isOfFault,
}: LoadedFrom): Promise<SharedStrategy> {
  const strategy = isOfFault
    ? (await loadFault(moduleUrl)).strategies?.find((one) => one.id === id)
    : await findStrategy(moduleUrl, id);
  if (strategy === undefined) throw new TypeError(`the fault has no strategy "${id}"`);
  if (!isShared(strategy)) throw new TypeError(`the state of ${id} lives in one event loop`);
  return strategy;
}

/** The module's default export, which has been looked at by `assertFault` before. */
export async function loadFault(moduleUrl: string): Promise<Fault> {
  const { default: fault } = (await import(moduleUrl)) as { default: Fault };
  return fault;
}
