/**
 * The race as the result document that `pnpm compare --save` writes, so that what shows the one
 * shows the other. What a page cannot know is unknown.
 */
import {
  newTable,
  SCHEMA_VERSION,
  summarizeRounds,
  type ResultDocument,
  type RoundResult,
  type StrategyResult,
  type WorkloadResult,
} from "@sync-strategies/results";
import type { StrategyTraits } from "@sync-strategies/state-store";
import { allPresets } from "@sync-strategies/workload";

export interface RaceRow {
  readonly strategy: string;
  readonly title: string;
  readonly reply: string | undefined;
  readonly traits: StrategyTraits;
  readonly round: RoundResult;
}

export interface Race {
  readonly workload: keyof typeof allPresets;
  readonly durationMs: number;
  readonly startedAt: string;
  readonly browser: string;
  readonly platform: string;
  readonly cores: number;
  readonly clockStepMs: number;
  /** In the order in which they ran. */
  readonly rows: readonly RaceRow[];
  readonly isInterrupted: boolean;
}

export function raceDocument(race: Race): ResultDocument {
  const { workload, durationMs, rows } = race;
  const { question, parameters } = allPresets[workload];
  const table = newTable({
    workload,
    question,
    sweep: null,
    parameters: { ...parameters, durationMs, operations: null, rounds: 1, members: null },
  });
  table.digest = rows.find(({ round }) => round.measured !== null)?.round.measured?.digest ?? null;
  table.order = [rows.map(({ strategy }) => strategy)];
  table.results = rows.map((row) => resultOf(row, table));
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: {
      startedAt: race.startedAt,
      browser: race.browser,
      node: "",
      v8: "",
      platform: race.platform,
      cpu: "processor unknown",
      cores: race.cores,
      governor: null,
      loadAverage: 0,
      loadAverageAtEnd: null,
      commit: null,
      seed: parameters.seed,
      arguments: [],
    },
    workloads: [table],
    interrupted: race.isInterrupted,
    notes: [
      `Measured in a page of a browser, whose clock steps by ${race.clockStepMs.toPrecision(2)} ms: ` +
        "latencies below a few steps say nothing.",
    ],
  };
}

function resultOf(
  { strategy, title, reply, traits, round }: RaceRow,
  table: WorkloadResult,
): StrategyResult {
  return {
    strategy,
    title,
    kind: traits.control ? "control" : "strategy",
    ...(reply !== undefined && { reply }),
    traits,
    ...summarizeRounds([round], table),
    ratio: null,
    standing: null,
    tier: null,
  };
}
