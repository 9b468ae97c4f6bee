/**
 * Measurements: the part of saved results that the documents show. Each workload has one file in
 * `tools/docs/measurements/`, so that documents are generated without measuring.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  parseResult,
  type ResultDocument,
  type StrategyResult,
  type WorkloadResult,
} from "@sync-strategies/results";
import type { Fingerprints } from "../recorded/code-of-command.ts";

const FOLDER = "tools/docs/measurements";

/**
 * By workload; each as one run of the command measured it. The same workload by several threads is
 * another one: its name is {@link ofTwoThreads}, for two of them.
 */
export type Measurements = Readonly<Record<string, MeasuredWorkload>>;

export interface MeasuredWorkload {
  /** As it was typed, without the file that the result was saved to. */
  readonly command: string;
  readonly environment: {
    readonly startedAt: string;
    readonly node: string;
    readonly cpu: string;
    readonly cores: number;
    readonly seed: number;
  };
  readonly baseline: string | null;
  readonly rounds: number;
  /** The fingerprints of the strategies' code at that time. */
  readonly code: Fingerprints;
  readonly strategies: Readonly<Record<string, MeasuredStrategy>>;
}

export interface MeasuredStrategy {
  readonly verdict: string;
  readonly opsPerSecond: number | null;
  readonly opsPerSecondInterval: Interval | null;
  readonly ratio: (Interval & { readonly value: number }) | null;
  readonly standing: string | null;
  /** Completed operations of each kind, per second. */
  readonly perSecond: Readonly<Record<Kind, number>>;
  readonly latencyUs: Readonly<Partial<Record<Kind, Percentiles>>>;
  /** Jain's index among the clients of a role. */
  readonly fairness: Readonly<Partial<Record<Kind, number>>>;
  readonly lostUpdates: number | null;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export type Kind = (typeof kinds)[number];
export const kinds = ["read", "write", "update"] as const;

export interface Percentiles {
  readonly p50?: number | undefined;
  readonly p99?: number | undefined;
}

/** The name of a workload's measurements with two threads. */
export function ofTwoThreads(workload: string): string {
  return nameOf(workload, { span: "threads", count: 2 });
}

function nameOf(workload: string, members: WorkloadResult["parameters"]["members"]): string {
  return members === null ? workload : `${workload}-${members.count}-${members.span}`;
}

/** All measurements, the workloads in the order of their names. */
export function readMeasurements(root: string): Measurements {
  const names = readdirSync(join(root, FOLDER))
    .filter((file) => file.endsWith(".json"))
    .map((file) => basename(file, ".json"));
  // Without the ending, so that a name comes before those that begin with it.
  const entries = names.toSorted().map((name): [string, MeasuredWorkload] => {
    const text = readFileSync(join(root, FOLDER, `${name}.json`), "utf8");
    const measured = JSON.parse(text) as MeasuredWorkload;
    return [name, { ...measured, strategies: byId(measured.strategies) }];
  });
  return Object.fromEntries(entries);
}

/** A strategy may be called as a property that every object inherits. */
function byId<Value>(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.assign(Object.create(null) as Record<string, Value>, values);
}

/**
 * Replaces the measurements of the workloads in a saved result. Returns the paths written.
 *
 * @param code the fingerprints of the strategies' code; that of the saved result, if nothing has
 *   changed since.
 */
export function keepMeasurements(
  root: string,
  result: ResultDocument,
  code: Fingerprints,
): string[] {
  const { environment, workloads } = result;
  const { startedAt, node, cpu, cores, seed } = environment;
  return workloads.map((workload) => {
    const strategies = strategiesOf(workload);
    const measured: MeasuredWorkload = {
      command: ["pnpm compare", ...withoutFiles(environment.arguments)].join(" "),
      environment: { startedAt, node, cpu, cores, seed },
      baseline: workload.comparison?.baseline ?? null,
      rounds: workload.parameters.rounds,
      code: Object.fromEntries(
        Object.entries(code).filter(([id]) => Object.hasOwn(strategies, id)),
      ),
      strategies,
    };
    const path = `${FOLDER}/${nameOf(workload.workload, workload.parameters.members)}.json`;
    writeFileSync(join(root, path), `${JSON.stringify(measured, undefined, 2)}\n`);
    return path;
  });
}

/** @throws {Error} if the file is not a result that `--save` has written. */
export function readResult(file: string): ResultDocument {
  return parseResult(JSON.parse(readFileSync(file, "utf8")));
}

/** The place of the saved result concerns no reader. */
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
  const perSecondOf = (ops: number | null): number =>
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
      read: perSecondOf(row.readOps),
      write: perSecondOf(row.writeOps),
      update: perSecondOf(row.updateOps),
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

/** Rounded to four digits, which is more than a repetition would confirm. */
function digits(value: number): number {
  return Number(value.toPrecision(4));
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : digits(value);
}
