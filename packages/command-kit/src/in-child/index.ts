/** The side of a child process: loading a strategy, and reporting home. It imports little, so that a trial's process stays small. */
export { failureOf, lineOf, type ChildFailure } from "./failure.ts";
export { NotAStrategyError } from "./assert-strategy.ts";
export { findStrategy, loadStrategies } from "./load-strategies.ts";
export { reasonOf } from "../reason-of.ts";
export { assertBuiltIns, protectBuiltIns } from "./built-ins.ts";
export { connectToParent, type ParentLink } from "./parent-link.ts";
export { serveParent } from "./serve-parent.ts";
