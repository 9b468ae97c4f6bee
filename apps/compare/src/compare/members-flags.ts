/**
 * `--threads [n]`: over how many worker threads the clients are spread. It is no knob, since it
 * changes where a workload runs and not what is asked, so no digest depends on it.
 */
import { availableParallelism } from "node:os";
import { wholeNumber } from "@sync-strategies/command-kit";
import type { Members } from "@sync-strategies/results";

/** The threads that clients are spread over. */
export interface Threads extends Members {
  readonly span: "threads";
}

const LEAST = 1;
const MOST = 64;

/** Reads a number of threads. */
export const parseThreadCount = wholeNumber(LEAST, MOST);

/** What was typed after `--threads`; true if nothing was. */
export type ThreadsFlag = true | number | { readonly strategy: string };

/** Reads the word after `--threads`. It need not belong to the flag: a strategy may come next. */
export function parseThreads(text: string): ThreadsFlag {
  return /^[a-z./\\]/i.test(text) ? { strategy: text } : parseThreadCount(text);
}

/** How many threads are meant where no number is typed: as many as processors, at least two. */
export function usualThreadCount(): number {
  return Math.min(MOST, Math.max(2, availableParallelism()));
}
