/**
 * The proof that two runs were asked the same: a digest over the very streams that the clients
 * were handed, and over every parameter that shapes the work.
 */
import { generateArrivals, type Arrivals } from "./arrivals.ts";
import { streamLength, type OperationStream } from "./operation-streams.ts";
import { knobs, type Knob, type KnobName, type WorkloadParameters } from "./knobs.ts";
import { clientsOf } from "./parameters.ts";

/**
 * The parameters as one line of text, in a fixed order. Duration, number of operations and
 * rounds are left out: they say how much was measured, not what was asked. So are knobs at the
 * value that changes nothing, so that a new knob leaves the digests of older results as they were.
 */
export function canonicalParameters(parameters: WorkloadParameters): string {
  const names = Object.keys(knobs) as KnobName[];
  const always = names.filter((name) => !("untouched" in knobs[name]));
  const touched = names.filter((name) => isTouched(name, parameters));
  return JSON.stringify({
    ...pick(parameters, always),
    operationsPerStream: streamLength(clientsOf(parameters)),
    ...pick(parameters, touched),
  });
}

/** Whether a knob that may be left out has another value than the one that changes nothing. */
export function isTouched(name: KnobName, parameters: WorkloadParameters): boolean {
  const knob: Knob = knobs[name];
  return knob.untouched !== undefined && parameters[name] !== knob.untouched;
}

function pick(parameters: WorkloadParameters, names: readonly KnobName[]): object {
  return Object.fromEntries(names.map((name) => [name, parameters[name]]));
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
