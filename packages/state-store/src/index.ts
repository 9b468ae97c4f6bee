export type { OperationOptions, StateStore, Storable, Updater } from "./state-store.ts";
export { StoreClosedError } from "./errors.ts";
export { LEAST_MAXIMUM_OPEN, type Lack, type Strategy, type StrategyTraits } from "./strategy.ts";
