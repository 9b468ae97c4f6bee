/** Plays one round of a cell, in a process that was started for it. */
import type { Keeper } from "@sync-strategies/servers";
import type { Fault } from "./fault.ts";
import { judge } from "./judge.ts";
import { loadStrategy, type LoadedFrom } from "./load-strategy.ts";
import type { Round } from "./round.ts";
import { RoundStage } from "./round-stage.ts";

export interface RoundRequest {
  readonly fault: Fault;
  /** Which of the fault's cells, from 0. */
  readonly cell: number;
  readonly strategy: LoadedFrom;
  readonly seed: number;
  readonly folder: string;
  readonly startKeeper: () => Promise<Keeper>;
  readonly onStep: () => void;
}

/** Rejects with what keeps the cell from being played. All that was started has then ended. */
export async function playRound(request: RoundRequest): Promise<Round> {
  const { fault, seed } = request;
  const startedAt = performance.now();
  const cell = fault.cells[request.cell];
  if (cell === undefined) throw new RangeError(`the fault has no cell ${request.cell}`);
  const strategy = await loadStrategy(request.strategy);
  const stage = new RoundStage({ ...request, cell, strategy, source: request.strategy });
  try {
    await fault.run(stage, cell, seed);
    const played = await stage.played();
    const judged = judge(played, (scene) => fault.explain?.(scene, cell) ?? []);
    return { seed, ...judged, elapsedMs: performance.now() - startedAt };
  } finally {
    await stage.end();
  }
}
