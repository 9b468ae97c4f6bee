export type { OperationOptions, StateStore, Storable, Updater } from "./state-store.ts";
export { assertStore } from "./assert-store.ts";
export { OutcomeUnknownError, StoreClosedError } from "./errors.ts";
export {
  LACKS,
  LEAST_MAXIMUM_OPEN,
  TRAIT_VALUES,
  VALUE_KINDS,
  type Lack,
  type Strategy,
  type StrategyTraits,
  type ValueKind,
} from "./strategy.ts";
export {
  isShared,
  SPANS,
  withOneMember,
  type Address,
  type Place,
  type ServicePlace,
  type SharedState,
  type SharedStrategy,
  type Span,
} from "./shared-strategy.ts";
