/**
 * Which clients were starved: others were served again and again while they waited.
 *
 * The textbooks' measure of it is bounded bypass (Raynal, *Concurrent Programming: Algorithms,
 * Principles, and Foundations*, 2013): how often another client may overtake one that waits. A
 * queue allows once. A run of finite length cannot show a wait without end, so a client counts as
 * starved if, at the run's end, its operation
 *
 * 1. had been in flight for half of the run or more,
 * 2. had been overtaken ten times or more by one other client, and
 * 3. had waited for longer than all clients together could rightfully have held the state.
 */

const SHARE_OF_RUN = 0.5;

const OVERTAKEN = 10;

export interface Waits {
  /** How many operations each client completed. */
  readonly completed: readonly number[];
  /** Of each client, how long its operation had been in flight at the end; null if it had none. */
  readonly agesMs: readonly (number | null)[];
  /** How often that operation was overtaken, where it was counted; worked out otherwise. */
  readonly overtaken?: readonly (number | null)[] | undefined;
  readonly elapsedMs: number;
  /** How long a wait is explained by others that hold the state one after the other. */
  readonly explainedMs: number;
}

/** The clients that were starved, by their places in the lists. */
export function starvedClients(waits: Waits): number[] {
  const { completed, agesMs, overtaken, elapsedMs, explainedMs } = waits;
  const [most = 0, second = 0] = completed.toSorted((one, other) => other - one);
  return agesMs.flatMap((ageMs, client) => {
    if (ageMs === null || ageMs < SHARE_OF_RUN * elapsedMs || ageMs <= explainedMs) return [];
    const others = completed[client] === most ? second : most;
    // Taken to be spread evenly over the run.
    const times = overtaken?.[client] ?? (others * ageMs) / elapsedMs;
    return times >= OVERTAKEN ? [client] : [];
  });
}
