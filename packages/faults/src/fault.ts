/**
 * What a fault is: something that goes wrong on purpose while clients use a state, and for each
 * strategy what is expected of it then. Each is a file, `external-state/faults/<id>.ts`, found by
 * its folder; its default export is a {@link Fault}.
 *
 * A cell is run in a process that is started for it and ends with all that it started. What a
 * strategy does worse than the cell expects is the strategy's fault, or a wrong expectation; what it
 * does better is said as well.
 */
import type { SharedStrategy } from "@sync-strategies/state-store";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

export type { Disturbance, HeldOperation, Scene } from "./scene.ts";
export type {
  Clients,
  ClientsOptions,
  ClientsWorkload,
  Stage,
  StageMember,
  StageServer,
} from "./stage.ts";

export interface Fault<Cell extends FaultCell = FaultCell> {
  /** The file's name. */
  readonly id: string;
  /** "Server killed" */
  readonly title: string;
  /** One sentence. */
  readonly question: string;
  readonly cells: readonly Cell[];
  /** One sentence each: what nothing may be concluded about. */
  readonly doesNotShow: readonly string[];

  /**
   * Plays the cell once: opens the state for clients, lets them run, disturbs them. When it
   * resolves, the stage lets the clients finish, reads the state and judges the history. All times
   * and choices that are not those of the workload are the seed's.
   *
   * What it throws is a cell that could not be run, not one that failed.
   */
  run(stage: Stage, cell: Cell, seed: number): Promise<void>;

  /** Sentences about what was found in one round, such as who held a lock from when to when. */
  explain?(scene: Scene, cell: Cell): readonly string[];

  /**
   * Strategies that only this fault's cells use, such as one with a setting of its client library
   * that is the question. Found by their ids before those of the repository.
   */
  readonly strategies?: readonly SharedStrategy[];
}

export interface FaultCell {
  /** The id of a strategy: of a file of `external-state`, or one of the fault's own. */
  readonly strategy: string;
  /** Tells cells of one strategy apart, in a few words: "appendfsync always". */
  readonly variant?: string;
  /** The service whose server the cell starts: "redis". Missing if it needs none. */
  readonly service?: string;
  readonly expected: Expected;
}

/** What is expected of a strategy. */
export interface Expected {
  readonly verdict: "linearizable" | "not-linearizable";
  /** Whether other clients wait for what was disturbed; missing: they go on. */
  readonly waits?: Wait;
}

/**
 * How long clients waited for what a fault disturbed, from the least to the worst.
 *
 * - `"no"`: a change that was called after the disturbance began was acknowledged before it ended.
 * - `"while-it-lasts"`: none was, but one was afterwards.
 * - `"to-the-end"`: none was until the end of the run. For how long that was is in the figures; that
 *   it would have been for ever is not shown.
 *
 * For a disturbance that is over at once, such as a kill, only the first and the last differ.
 */
export type Wait = "no" | "while-it-lasts" | "to-the-end";
