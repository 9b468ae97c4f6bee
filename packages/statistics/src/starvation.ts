/**
 * Which clients were starved: others were served again and again while they waited.
 *
 * The textbooks' measure of it is bounded bypass (Raynal, *Concurrent Programming: Algorithms,
 * Principles, and Foundations*, 2013): how often another client may overtake one that waits. A
 * queue allows once. A run of finite length cannot show a wait without end, so a client counts as
 * starved if, at the run's end, its operation
 *
 * 1. had been in flight for half of the run or more,
 * 2. had been overtaken ten times, on average, by each of the clients that were not starved, and
 * 3. had waited for longer than all clients together could rightfully have held the state.
 *
 * The second condition also keeps a machine that stood still from looking like a store that
 * starves: while nothing runs, nothing overtakes, and what was ahead in a queue did so once.
 */

const SHARE_OF_RUN = 0.5;

const TIMES_OVERTAKEN = 10;

export interface Waits {
  /** Of each client, how long its operation had been in flight at the end; null if it had none. */
  readonly agesMs: readonly (number | null)[];
  /** How many operations had overtaken that operation. */
  readonly overtaken: readonly (number | null)[];
  /**
   * Whether those are only the ones that a queue would not have let pass, so that ten of them are
   * enough, whatever clients they are of.
   */
  readonly areUnfair: boolean;
  readonly elapsedMs: number;
  /** How long a wait is explained by others that hold the state one after the other. */
  readonly explainedMs: number;
}

/** The clients that were starved, by their places in the lists. */
export function starvedClients(waits: Waits): number[] {
  const { agesMs, overtaken, areUnfair, elapsedMs, explainedMs } = waits;
  const waiting = agesMs.flatMap((ageMs, client) => {
    const isLong = ageMs !== null && ageMs >= SHARE_OF_RUN * elapsedMs && ageMs > explainedMs;
    return isLong ? [{ client, overtaken: overtaken[client] ?? 0 }] : [];
  });
  waiting.sort((one, other) => other.overtaken - one.overtaken);
  // Since the last of the first n was called, none of these n has completed anything: all that
  // overtook it was done by the other clients. The most n for which that is too much are starved.
  const starved = waiting.findLastIndex(({ overtaken: times }, index) => {
    const others = areUnfair ? 1 : agesMs.length - (index + 1);
    return others > 0 && times >= TIMES_OVERTAKEN * others;
  });
  return waiting
    .slice(0, starved + 1)
    .map(({ client }) => client)
    .toSorted((one, other) => one - other);
}
