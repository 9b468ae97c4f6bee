export type { Expected, Fault, FaultCell, Wait } from "./fault.ts";
export {
  describeFaultOf,
  playCell,
  type PlayOptions,
  type RoundEnd,
  type RoundToPlay,
} from "./play-cell.ts";
export type { FaultDescription } from "./round-protocol.ts";
export type { LoadedFrom } from "./load-strategy.ts";
export type { Round } from "./round.ts";
