/**
 * The proof that two runs were asked the same: a digest over the very streams that the clients
 * were handed, and over every parameter that shapes the work.
 */
import { generateArrivals, type Arrivals } from "./arrivals.ts";
import { streamLength, type OperationStream } from "./operation-streams.ts";
import { withDefaults, type WorkloadParameters } from "./parameters.ts";

/**
 * The parameters as one line of text, in a fixed order. Duration, number of operations and
 * rounds are left out: they say how much was measured, not what was asked. So are knobs that
 * were not touched, so that a new one leaves the digests of older results as they were.
 */
export function canonicalParameters(parameters: WorkloadParameters): string {
  const complete = withDefaults(parameters);
  const { readers, writers, updaters, keys, pauseUs, hold, seed } = complete;
  const { keyDistribution, ratePerSecond, maximumInFlight } = complete;
  const operationsPerStream = streamLength(readers + writers + updaters);
  return JSON.stringify({
    readers,
    writers,
    updaters,
    keys,
    pauseUs,
    hold,
    seed,
    operationsPerStream,
    ...(keyDistribution !== "uniform" && { keyDistribution }),
    ...(ratePerSecond > 0 && { ratePerSecond, maximumInFlight }),
  });
}

/**
 * SHA-256, in hexadecimal, over the canonical parameters and then, client by client, its role
 * and the keys and values of its stream as little-endian 32-bit integers; and in an open loop
 * the gaps between arrivals and whose they are, likewise.
 */
export async function digestWorkload(
  parameters: WorkloadParameters,
  streams: readonly OperationStream[],
  arrivals: Arrivals = generateArrivals(parameters),
): Promise<string> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [encoder.encode(canonicalParameters(parameters))];
  for (const { role, keys, values } of streams) {
    parts.push(encoder.encode(role), littleEndian(keys), littleEndian(values));
  }
  parts.push(littleEndian(arrivals.gaps), littleEndian(arrivals.clients));
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function littleEndian(numbers: Int32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(numbers.length * 4));
  numbers.forEach((number, index) => view.setInt32(index * 4, number, true));
  return new Uint8Array(view.buffer);
}
