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
export type { Clients } from "./clients.ts";
export { LocalClients } from "./local-clients.ts";
export type { Machine } from "./event-loop-clients.ts";
export { faultOf } from "./fault.ts";
