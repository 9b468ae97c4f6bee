/**
 * Which clients were starved: others were served again and again while they waited.
 *
 * The textbooks' measure of it is bounded bypass (Raynal, *Concurrent Programming: Algorithms,
 * Principles, and Foundations*, 2013): how often another client may overtake one that waits. A
 * queue allows once. A run of finite length cannot show a wait without end, so a client counts as
 * starved if, at the run's end, its operation
 *
 * 1. had been in flight for half of the run or more,
 * 2. had been overtaken ten times by each client that was served meanwhile, on average, and
 * 3. had waited for longer than all clients together could rightfully have held the state.
 *
 * The second condition also keeps a machine that stood still from looking like a store that
 * starves: while nothing runs, nothing overtakes.
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
  const isLong = (ageMs: number | null): boolean =>
    ageMs !== null && ageMs >= SHARE_OF_RUN * elapsedMs && ageMs > explainedMs;
  const served = agesMs.filter((ageMs) => !isLong(ageMs)).length;
  if (served === 0 && !areUnfair) return [];
  const tooMany = TIMES_OVERTAKEN * (areUnfair ? 1 : served);
  return agesMs.flatMap((ageMs, client) =>
    isLong(ageMs) && (overtaken[client] ?? 0) >= tooMany ? [client] : [],
  );
}
