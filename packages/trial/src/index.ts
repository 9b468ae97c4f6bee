export { runTrial, type TrialOptions } from "./run-trial.ts";
export type { TrialOutcome } from "./protocol.ts";
export { WARM_UP_MS, type TrialPhase } from "./measure.ts";
export { faultOf } from "./fault.ts";
