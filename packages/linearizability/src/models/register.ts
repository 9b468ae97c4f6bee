/**
 * A register: it holds one value, and `null` before the first write.
 *
 * - `read` returns the value.
 * - `write` replaces it by its input.
 * - `cas`, compare and set, has an input of two, the expected value and the next. It returns
 *   whether the value was the expected one, and replaces it if so.
 * - `update` returns two: the value that it found, and the one that it left in its place.
 */
import { zonesEngine } from "../engines/zones/zones-engine.ts";
import { isSame } from "../history/fingerprint.ts";
import type { Model, Transition } from "./model.ts";
import type { Operation } from "../history/operation.ts";

type Value = {} | null;

export function register(initial: unknown = null): Model<Value> {
  const value = initial ?? null;
  return {
    name: "register",
    initial: value,
    engines: [zonesEngine({ initial: value, isRead, transition, step })],
    operations: ["read", "write", "cas", "update"],
    ignoresClient: true,
    step,
    isRead,
    transition,
    isUnpredictable: ({ name, output }) => name === "update" && output === undefined,
  };
}

function step(value: Value, operation: Operation): Value | undefined {
  if (isRead(operation)) {
    const { name, input, output } = operation;
    if (name === "cas") return isSame(value, pair(input)[0]) ? undefined : value;
    return isSame(value, output ?? null) ? value : undefined;
  }
  const { from, to } = transition(operation);
  return from === undefined || isSame(value, from) ? to : undefined;
}

/** A compare and set that did not find what it expected changes nothing. */
function isRead({ name, output }: Operation): boolean {
  return name === "read" || (name === "cas" && output === false);
}

function transition({ name, input, output }: Operation): Transition<Value> {
  if (name === "read") return { from: output ?? null };
  if (name === "write") return { to: input ?? null };
  if (name === "update") {
    if (output === undefined) return {};
    const [from, to] = pair(output);
    return { from, to };
  }
  if (output === false) return {};
  const [from, to] = pair(input);
  return { from, to };
}

function pair(values: unknown): [Value, Value] {
  const [first, second] = values as readonly (Value | undefined)[];
  return [first ?? null, second ?? null];
}
