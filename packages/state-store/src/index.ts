export type { OperationOptions, StateStore, Storable, Updater } from "./state-store.ts";
export { assertStore } from "./assert-store.ts";
export { StoreClosedError } from "./errors.ts";
export {
  LACKS,
  LEAST_MAXIMUM_OPEN,
  TRAIT_VALUES,
  type Lack,
  type Strategy,
  type StrategyTraits,
} from "./strategy.ts";
