/**
 * The parent's side: every row in a fresh process, in every round, in an order shuffled from the
 * seed, one after the other. A process that measured two libraries would have compiled its code
 * for both.
 */
import { superviseChild } from "@sync-strategies/command-kit";
import { estimateMean, median, MINIMUM_ROUNDS, shuffled } from "@sync-strategies/statistics";
import { benchmarks, type GroupName } from "./benchmarks.ts";
import type { Library } from "./find-primitives.ts";
import type { Measured, MeasureRequest } from "./measured.ts";

/** A row takes well under a second; one that takes this long waits for what never happens. */
const PATIENCE_MS = 120_000;

export interface Row {
  readonly group: GroupName;
  readonly benchmark: string;
  readonly library: string;
  /** Of each round; empty if one failed. */
  readonly nanoseconds: readonly number[];
  readonly medianNs: number | null;
  /** The 95% interval of the mean; null where there are too few rounds for one. */
  readonly intervalNs: { readonly low: number; readonly high: number } | null;
  readonly promises: number | null;
  readonly hops: number | null;
  /** Why there are no figures; null if there are. */
  readonly problem: string | null;
}

export interface MeasureOptions {
  readonly groups: readonly GroupName[];
  readonly rounds: number;
  readonly onProgress: (text: string) => void;
}

interface Task {
  readonly library: Library;
  readonly benchmark: number;
  readonly nanoseconds: number[];
  counted: { promises: number; hops: number } | undefined;
  problem: string | null;
}

const SEED = 1;

export async function measureAll(
  libraries: readonly Library[],
  { groups, rounds, onProgress }: MeasureOptions,
): Promise<Row[]> {
  const tasks = benchmarks.flatMap((benchmark, index): Task[] =>
    groups.includes(benchmark.group)
      ? libraries
          .filter(({ primitives }) => benchmark.prepare(primitives) !== undefined)
          .map((library) => ({
            library,
            benchmark: index,
            nanoseconds: [],
            counted: undefined,
            problem: null,
          }))
      : [],
  );
  for (const task of tasks) await run(task, true, onProgress);
  for (let round = 1; round <= rounds; round++) {
    for (const task of shuffled(tasks, SEED, round)) {
      await run(task, false, (text) => onProgress(`round ${round} of ${rounds}: ${text}`));
    }
  }
  return tasks.map(rowOf);
}

async function run(
  task: Task,
  isCounted: boolean,
  onProgress: (text: string) => void,
): Promise<void> {
  if (task.problem !== null) return;
  const { moduleUrl, primitives } = task.library;
  const { group, name } = benchmarks[task.benchmark]!;
  onProgress(`${group}, ${name}: ${primitives.id}`);
  const measured = await inFreshProcess({ moduleUrl, benchmark: task.benchmark, isCounted });
  if ("failed" in measured) task.problem = measured.failed;
  else if ("nanoseconds" in measured) task.nanoseconds.push(measured.nanoseconds);
  else task.counted = measured;
}

async function inFreshProcess(request: MeasureRequest): Promise<Measured> {
  const end = await superviseChild<Measured, Measured>(
    new URL("measure-child.js", import.meta.url),
    {
      request,
      patienceMs: PATIENCE_MS,
      // A library's warnings would appear between the rows.
      prints: "nowhere",
      onMessage: (measured, { result }) => result(measured),
    },
  );
  if (end.end === "result") return end.result;
  if (end.end === "died") return { failed: end.reason };
  return { failed: `did not end within ${PATIENCE_MS / 1000} s` };
}

function rowOf({ library, benchmark, nanoseconds, counted, problem }: Task): Row {
  const { group, name } = benchmarks[benchmark]!;
  const isMeasured = problem === null && nanoseconds.length > 0;
  return {
    group,
    benchmark: name,
    library: library.primitives.id,
    nanoseconds,
    medianNs: isMeasured ? median(nanoseconds) : null,
    intervalNs: isMeasured && nanoseconds.length >= MINIMUM_ROUNDS ? intervalOf(nanoseconds) : null,
    promises: counted?.promises ?? null,
    hops: counted?.hops ?? null,
    problem,
  };
}

function intervalOf(values: readonly number[]): { low: number; high: number } {
  const { low, high } = estimateMean(values);
  return { low, high };
}
