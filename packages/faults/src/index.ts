export type { Expected, Fault, FaultCell, Wait } from "./fault.ts";
