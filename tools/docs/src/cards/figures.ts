/**
 * The measured part of the cards: what a saved result says of each strategy, as far as the cards
 * show it. It is kept in `docs/trade-offs.json`, so that cards can be made without measuring.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseResult } from "@sync-strategies/compare/result-schema";
import type { StrategyResult, WorkloadResult } from "@sync-strategies/compare/result-document";
import { root } from "../repository.ts";

const FIGURES_FILE = "docs/trade-offs.json";

/** By workload; each as one run of the command measured it. */
export type Figures = Readonly<Record<string, MeasuredWorkload>>;

export interface MeasuredWorkload {
  /** What was typed. */
  readonly command: string;
  readonly environment: {
    readonly startedAt: string;
    readonly node: string;
    readonly cpu: string;
    readonly cores: number;
    readonly commit: string | null;
    readonly seed: number;
  };
  readonly baseline: string | null;
  readonly rounds: number;
  readonly strategies: Readonly<Record<string, MeasuredStrategy>>;
}

export interface MeasuredStrategy {
  readonly verdict: string;
  readonly opsPerSecond: number | null;
  readonly opsPerSecondInterval: { readonly low: number; readonly high: number } | null;
  readonly ratio: { readonly value: number; readonly low: number; readonly high: number } | null;
  readonly standing: string | null;
  /** Of each kind, in a second. */
  readonly perSecond: Readonly<Record<Kind, number>>;
  readonly latencyUs: Readonly<Partial<Record<Kind, Percentiles>>>;
  /** Jain's index among the clients of a role. */
  readonly fairness: Readonly<Partial<Record<Kind, number>>>;
  readonly lostUpdates: number | null;
}

export type Kind = (typeof kinds)[number];
export const kinds = ["read", "write", "update"] as const;

export interface Percentiles {
  readonly p50?: number | undefined;
  readonly p99?: number | undefined;
}

export function readFigures(): Figures {
  return JSON.parse(readFileSync(join(root, FIGURES_FILE), "utf8"));
}

/** Puts the workloads of a saved result in the place of what was kept of them. */
export function keepFigures(file: string): void {
  const { environment, workloads } = parseResult(JSON.parse(readFileSync(file, "utf8")));
  const { startedAt, node, cpu, cores, commit, seed } = environment;
  const measured = workloads.map((workload): [string, MeasuredWorkload] => [
    workload.workload,
    {
      command: ["pnpm compare", ...withoutFiles(environment.arguments)].join(" "),
      environment: { startedAt, node, cpu, cores, commit, seed },
      baseline: workload.comparison?.baseline ?? null,
      rounds: workload.parameters.rounds,
      strategies: strategiesOf(workload),
    },
  ]);
  const figures: Figures = { ...readFigures(), ...Object.fromEntries(measured) };
  writeFileSync(join(root, FIGURES_FILE), `${JSON.stringify(figures, undefined, 2)}\n`);
}

/** Where a result was saved is nobody else's business. */
function withoutFiles(words: readonly string[]): string[] {
  return words.filter((word, index) => word !== "--save" && words[index - 1] !== "--save");
}

function strategiesOf({ results }: WorkloadResult): MeasuredWorkload["strategies"] {
  return Object.fromEntries(
    results
      .filter(({ kind, opsPerSecond }) => kind !== "reference" && opsPerSecond !== null)
      .map((row) => [row.strategy, measuredStrategy(row)]),
  );
}

function measuredStrategy(row: StrategyResult): MeasuredStrategy {
  const { verdict, opsPerSecond, opsPerSecondInterval, ratio, standing, elapsedMs } = row;
  const inASecond = (ops: number | null): number =>
    digits(((ops ?? 0) / (elapsedMs ?? Infinity)) * 1000);
  return {
    verdict,
    opsPerSecond: opsPerSecond === null ? null : digits(opsPerSecond),
    opsPerSecondInterval: opsPerSecondInterval && {
      low: digits(opsPerSecondInterval.low),
      high: digits(opsPerSecondInterval.high),
    },
    ratio: ratio && {
      value: digits(ratio.value),
      low: digits(ratio.low),
      high: digits(ratio.high),
    },
    standing,
    perSecond: {
      read: inASecond(row.readOps),
      write: inASecond(row.writeOps),
      update: inASecond(row.updateOps),
    },
    latencyUs: byKind((kind) => {
      const latency = row.latency?.[kind];
      return latency && { p50: rounded(latency.p50Us), p99: rounded(latency.p99Us) };
    }),
    fairness: byKind((kind) => rounded(row.fairness?.[kind]?.jainIndex)),
    lostUpdates: row.state?.lostUpdates ?? null,
  };
}

function byKind<Value>(of: (kind: Kind) => Value | undefined): Partial<Record<Kind, Value>> {
  return Object.fromEntries(
    kinds.map((kind) => [kind, of(kind)]).filter(([, value]) => value !== undefined),
  );
}

/** Four digits are more than a second run would confirm. */
function digits(value: number): number {
  return Number(value.toPrecision(4));
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : digits(value);
}
