/**
 * What each client will do, decided before anything runs. All strategies are handed the same
 * streams, so a difference between them is never a difference in what was asked of them.
 *
 * A stream has a fixed length and starts over when it is used up. Its written values do not:
 * each write gets a unique serial number, so that every value read can be traced to the one
 * operation that wrote it.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { keyDrawer } from "./key-distribution.ts";
import type { WorkloadParameters } from "./knobs.ts";
import { assertValidParameters, clientsOf } from "./parameters.ts";

export type Role = "reader" | "writer" | "updater";

export interface OperationStream {
  readonly role: Role;
  /** The key of each operation. */
  readonly keys: Int32Array;
  /** The random part, 0 to 99, of each operation's written value. Readers have one, too, unused. */
  readonly values: Int32Array;
}

/** Values are a serial number times this, plus the random part: `rand(100)` in the original. */
export const RANDOM_VALUES = 100;

/** About how many operations all streams of a run hold together. */
const OPERATIONS_TO_GENERATE = 2 ** 17;

/** How many operations each client's stream holds before it starts over. */
export function streamLength(clients: number): number {
  return Math.max(64, Math.min(1024, Math.floor(OPERATIONS_TO_GENERATE / clients)));
}

/** The streams of all clients: readers first, then writers, then updaters. */
export function generateStreams(parameters: WorkloadParameters): OperationStream[] {
  assertValidParameters(parameters);
  const { readers, writers, keys, keyDistribution, seed } = parameters;
  const clients = clientsOf(parameters);
  const length = streamLength(clients);
  const generator = xoroshiro128plus(seed);
  const drawKey = keyDrawer(keyDistribution, keys, generator);
  return Array.from({ length: clients }, (_, client) => {
    const stream: OperationStream = {
      role: client < readers ? "reader" : client < readers + writers ? "writer" : "updater",
      keys: new Int32Array(length),
      values: new Int32Array(length),
    };
    for (let index = 0; index < length; index++) {
      stream.keys[index] = drawKey();
      stream.values[index] = uniformInt(generator, 0, RANDOM_VALUES - 1);
    }
    return stream;
  });
}

/**
 * The value that a client's operation writes, the same in every run and never written twice.
 *
 * @param index counts the client's operations from 0 and goes on when its stream starts over.
 */
export function writtenValue(
  stream: OperationStream,
  client: number,
  clients: number,
  index: number,
): number {
  return (
    (index * clients + client) * RANDOM_VALUES + (stream.values[index % stream.values.length] ?? 0)
  );
}

/** Which operation wrote a value: the inverse of {@link writtenValue}. */
export function writerOf(value: number, clients: number): { client: number; index: number } {
  const serial = Math.floor(value / RANDOM_VALUES);
  return { client: serial % clients, index: Math.floor(serial / clients) };
}
