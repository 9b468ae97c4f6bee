/** The packages with strategies that the documents are made from. */
import { workspaceRoot } from "@sync-strategies/command-kit";
import {
  findStrategyPackages,
  loadSharedPackages,
  loadStrategyPackages,
  type LoadedPackage,
} from "@sync-strategies/command-kit/strategies";
import type { SharedStrategy, Strategy } from "@sync-strategies/state-store";

export type StrategyPackage = LoadedPackage<Strategy | SharedStrategy>;

/** Those with strategies of one event loop, then those whose state members share. */
export async function strategyPackagesOf(root = workspaceRoot): Promise<StrategyPackage[]> {
  const found = await findStrategyPackages(root);
  return [...(await loadStrategyPackages(found)), ...(await loadSharedPackages(found))];
}
