/** Finding strategies: those of the repository, those in files, and peers. */
export { selectStrategies, type Selection, type SelectionOptions } from "./find-strategies.ts";
export { findPeers, peersOf, YARDSTICKS, type PeerFile } from "./find-peers.ts";
export { arePeersInstalled, installPeers } from "./install-peers.ts";
export { exportedFile, type ExportCondition } from "./manifest.ts";
export { requireForBundles } from "./require-for-bundles.ts";
export {
  controlsLast,
  findStrategyPackages,
  loadSharedPackages,
  loadStrategyPackages,
  type LoadedPackage,
  type StrategyPackage,
} from "./strategy-packages.ts";
export type { WantedSpan } from "./spans.ts";
export {
  isOfRepository,
  type StrategyDescription,
  type StrategySource,
} from "./strategy-source.ts";
