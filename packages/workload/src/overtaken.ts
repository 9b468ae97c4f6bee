/**
 * How many operations of other members overtook one that was in flight at its member's end.
 *
 * A member sees only its own operations complete. But each notes now and then how many had, and
 * when, on a clock that all share. What one completed between two of its notes, both taken while
 * the operation was in flight, has overtaken it. What lies outside of them is left out, so this is a
 * lower bound; and a thread that gets nothing while others are served is seen for what it is.
 */
import type { RunNotes } from "./run-notes.ts";

/** @param ageMs how long the operation had been in flight, at least. */
export function overtakenByOthers(ageMs: number, own: RunNotes, all: readonly RunNotes[]): number {
  const untilMs = own.startedAtMs + own.elapsedMs;
  return all
    .filter((member) => member !== own)
    .reduce((sum, member) => sum + completedWithin(member, untilMs - ageMs, untilMs), 0);
}

function completedWithin(
  { startedAtMs, progress }: RunNotes,
  fromMs: number,
  untilMs: number,
): number {
  const first = progress.find(({ elapsedMs }) => startedAtMs + elapsedMs >= fromMs);
  const last = progress.findLast(({ elapsedMs }) => startedAtMs + elapsedMs <= untilMs);
  return first === undefined || last === undefined
    ? 0
    : Math.max(0, last.completed - first.completed);
}
