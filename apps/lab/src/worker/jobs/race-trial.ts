/**
 * One strategy in the race: the recipe by which `pnpm compare` measures, in this worker. Each trial
 * has a worker that ends after it, as each on the command line has a process.
 */
import { measuredRound, opsPerSecondOf, type RoundResult } from "@sync-strategies/results";
import { faultOf, LocalClients, measure, type TrialPhase } from "@sync-strategies/trial/recipe";
import { allPresets } from "@sync-strategies/workload";
import { clockStepMs } from "../../race/clock-step.ts";
import { defineJob } from "../job.ts";
import { strategyById } from "../strategy-by-id.ts";

export interface RaceTrialRequest {
  readonly strategy: string;
  readonly workload: keyof typeof allPresets;
  readonly durationMs: number;
}

export interface RaceTrialProgress {
  readonly phase: TrialPhase;
  /** In the run that is measured; 0 before it. */
  readonly completedOps: number;
}

export interface RaceTrialReply {
  readonly round: RoundResult;
  readonly opsPerSecond: number;
  readonly clockStepMs: number;
}

const NEWS_EVERY_MS = 40;

export default defineJob<RaceTrialRequest, RaceTrialProgress, RaceTrialReply>(
  async ({ strategy: id, workload, durationMs }, progress) => {
    const strategy = await strategyById(id);
    const { parameters } = allPresets[workload];
    let phase: TrialPhase = "loading";
    let before = 0;
    const enter = (next: TrialPhase): void => {
      phase = next;
      if (next === "running") before = clients.progress().completedOps;
      tell();
    };
    const machine = { collectGarbage: () => {}, watchResources: () => () => null };
    const clients = new LocalClients(strategy, machine, enter);
    const tell = (): void => {
      const isRunning = phase === "running";
      const completedOps = isRunning ? clients.progress().completedOps - before : 0;
      progress({ phase, completedOps });
    };
    const ticker = setInterval(tell, NEWS_EVERY_MS);
    try {
      const measurement = await measure(
        clients,
        { parameters, runLength: { durationMs }, isChecked: true },
        { enter, keepHistory: async () => {} },
      );
      const measured = measuredRound.parse(measurement);
      const fault = faultOf(measured);
      return {
        round: {
          round: 1,
          status: fault === undefined ? "completed" : "broke-contract",
          problem: fault ?? null,
          measured,
        },
        opsPerSecond: opsPerSecondOf(measured),
        clockStepMs: clockStepMs(),
      };
    } finally {
      clearInterval(ticker);
    }
  },
);
