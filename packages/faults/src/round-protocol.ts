/** What the command and the process of a round, or of a description, send each other. */
import type { ChildFailure } from "@sync-strategies/command-kit/in-child";
import type { FaultCell } from "./fault.ts";
import type { Round } from "./round.ts";
import type { LoadedFrom } from "./load-strategy.ts";

export type FaultRequest =
  | { readonly task: "describe"; readonly moduleUrl: string }
  | {
      readonly task: "play";
      readonly moduleUrl: string;
      /** Which of the fault's cells, from 0. */
      readonly cell: number;
      readonly strategy: LoadedFrom;
      readonly seed: number;
      /** An empty folder. */
      readonly folder: string;
    };

export type FaultMessage =
  | { readonly type: "described"; readonly fault: FaultDescription }
  /** A step of the round begins. */
  | { readonly type: "step" }
  | { readonly type: "played"; readonly round: Round }
  /** What the cell needs cannot be had here. */
  | { readonly type: "not-run"; readonly reason: string }
  | { readonly type: "failed"; readonly failure: ChildFailure };

/** A fault without its functions. */
export interface FaultDescription {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly cells: readonly FaultCell[];
  readonly doesNotShow: readonly string[];
  /** The ids of the strategies that it brings along. */
  readonly ownStrategies: readonly string[];
}
