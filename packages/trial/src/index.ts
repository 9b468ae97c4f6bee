export { runTrial, type TrialOptions } from "./run-trial.ts";
export type { TrialOutcome } from "./protocol.ts";
export {
  measure,
  WARM_UP_MS,
  type Host,
  type Measurement,
  type MeasureRequest,
  type TrialPhase,
} from "./measure.ts";
export { faultOf } from "./fault.ts";
