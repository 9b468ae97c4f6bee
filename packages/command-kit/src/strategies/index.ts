/** Finding strategies: those of the repository, in packages and in files, and those of the user. */
export { selectStrategies, type Selection, type SelectionOptions } from "./find-strategies.ts";
export { findPeers, peersOf, YARDSTICKS, type PeerFile } from "./find-peers.ts";
export { SERVICE_FILE, serviceNames, servicesFolder } from "./service-names.ts";
export { findExternalState } from "./find-external-state.ts";
export { installWorkspace, isInstalled } from "./install-workspace.ts";
export {
  externalStateWorkspace,
  peersWorkspace,
  type SeparateWorkspace,
} from "./separate-workspaces.ts";
export { bundleFile } from "./load-file.ts";
export type { StrategyFile } from "./strategy-files.ts";
export { exportedFile, type ExportCondition } from "./manifest.ts";
export { requireForBundles } from "./require-for-bundles.ts";
export { flagOf } from "./spans.ts";
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
