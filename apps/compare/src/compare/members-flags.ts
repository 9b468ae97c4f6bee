/**
 * `--threads [n]` and `--processes [n]`: over how many of them the clients are spread. They are no
 * knobs, since they change where a workload runs and not what is asked, so no digest depends on them.
 */
import { availableParallelism } from "node:os";
import { wholeNumber } from "@sync-strategies/command-kit";
import type { Members } from "@sync-strategies/results";

const LEAST = 1;
const MOST = 64;

/** Reads a number of members. */
export const parseMemberCount = wholeNumber(LEAST, MOST);

/** What clients can be spread over, and the help of the flag that is named after it. */
export const membersHelp = {
  threads: "share the state between n worker threads; default: as many as processors, at least two",
  processes:
    "share the state between n processes; the first time, this installs embedded databases",
} as const;

export type MemberSpan = keyof typeof membersHelp;
export const memberSpans = Object.keys(membersHelp) as readonly MemberSpan[];

/** What the clients of a run are spread over: with services, over processes, as if over machines. */
export interface SpreadMembers extends Members {
  readonly span: MemberSpan | "machines";
}

/** What was typed after such a flag; true if nothing was. */
export type MembersFlag = true | number | { readonly strategy: string };

/** Reads the word after such a flag. It need not belong to the flag: a strategy may come next. */
export function parseMembers(text: string): MembersFlag {
  return /^[a-z./\\]/i.test(text) ? { strategy: text } : parseMemberCount(text);
}

/** How many are meant where no number is typed: as many as processors, at least two. */
export function usualMemberCount(): number {
  return Math.min(MOST, Math.max(2, availableParallelism()));
}
