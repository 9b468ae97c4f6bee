/**
 * The recipe of measuring for those who bring their own host, such as a page: nothing here knows of
 * processes or files.
 */
export {
  measure,
  type Host,
  type Measurement,
  type MeasureRequest,
  type TrialPhase,
} from "./measure.ts";
export { LocalClients } from "./local-clients.ts";
export type { Machine } from "./event-loop-clients.ts";
export { faultOf } from "./fault.ts";
