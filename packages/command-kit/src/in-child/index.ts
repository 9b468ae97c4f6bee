/** The side of a child process: loading a strategy, and reporting home. It imports little, so that a trial's process stays small. */
export { failureOf, lineOf, type ChildFailure } from "./failure.ts";
export { findStrategy, loadStrategies, NotAStrategyError } from "./load-strategies.ts";
export { serveParent, type ParentLink } from "./serve-parent.ts";
