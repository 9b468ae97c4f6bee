/**
 * What must hold between the figures of a closed loop, in which each of N clients pauses for Z
 * and then waits R for its next answer: by Little's law (*A Proof for the Queuing Formula
 * L = λW*, Operations Research 1961) it makes X = N / (R + Z) operations per second.
 */

/** The pause takes so much of each cycle that no store could change the count. */
const PAUSE_BOUND_SHARE = 0.95;

/** Figures that differ by more contradict each other. */
const TOLERANCE = 0.1;

export interface ClosedLoop {
  readonly clients: number;
  readonly opsPerSecond: number;
  /** The mean response time. */
  readonly responseUs: number;
  readonly pauseUs: number;
}

/** Whether counts under this pause say nothing about the stores. */
export function isPauseBound({
  responseUs,
  pauseUs,
}: Pick<ClosedLoop, "responseUs" | "pauseUs">): boolean {
  return pauseUs / (responseUs + pauseUs) > PAUSE_BOUND_SHARE;
}

export interface Agreement {
  /** How many clients the figures account for: X · (R + Z). */
  readonly accounted: number;
  /** By which share that differs from the clients there were. */
  readonly error: number;
  readonly holds: boolean;
}

/** Whether throughput, response time and pause fit each other. */
export function agreement({ clients, opsPerSecond, responseUs, pauseUs }: ClosedLoop): Agreement {
  const accounted = (opsPerSecond * (responseUs + pauseUs)) / 1e6;
  const error = (accounted - clients) / clients;
  return { accounted, error, holds: Math.abs(error) <= TOLERANCE };
}
