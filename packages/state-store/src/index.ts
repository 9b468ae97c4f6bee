export type { OperationOptions, StateStore, Storable, Updater } from "./state-store.ts";
export { StoreClosedError } from "./errors.ts";
export type { Strategy, StrategyTraits } from "./strategy.ts";
