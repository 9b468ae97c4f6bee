/** Operations in words: what a client did, and with what result. */
import { clientOf, type Operation } from "../history/operation.ts";

/** Longer values are cut, and their lengths stated: values that begin and end alike differ there. */
const LONGEST_VALUE = 24;

/** "client 4 read 3". */
export function describeOperation(operation: Operation): string {
  return `${clientOf(operation)} ${describeAction(operation)}`;
}

/** "Client 4 read 3 from key x", as the beginning of a sentence. */
export function describeRead(read: Operation): string {
  return `${capital(describeOperation(read))}${describeKey("from", read.key)}`;
}

/** What was done, in the past: "read 3", "wrote 5", "updated 3 to 5". */
export function describeAction({ name, input, output, returned }: Operation): string {
  switch (name) {
    case "read":
      return `read ${describeValue(output)}`;
    case "write":
      return `wrote ${describeValue(input)}`;
    case "update": {
      const [before, after] = pairOf(output);
      return `updated ${describeValue(before)} to ${describeValue(after)}`;
    }
    case "cas": {
      const [expected, next] = pairOf(input);
      return output === false
        ? `found something other than ${describeValue(expected)}`
        : `replaced ${describeValue(expected)} by ${describeValue(next)}`;
    }
    case "add":
      if (output === false) return `found ${describeValue(input)} there when adding it`;
      return `added ${describeValue(input)}${output === true ? " anew" : ""}`;
    case "remove":
      if (output === false) return `found no ${describeValue(input)} to remove`;
      return `removed ${describeValue(input)}`;
    case "contains":
      if (output === true) return `found ${describeValue(input)}`;
      return `looked for ${describeValue(input)}${output === false ? " in vain" : ""}`;
    case "append":
      return `appended ${describeValue(input)}`;
    case "acquire":
      if (output === false) return "gave up waiting for the lock";
      return returned === undefined ? "asked for the lock" : "acquired the lock";
    case "tryAcquire":
      if (output === false) return "was refused the lock";
      return returned === undefined ? "asked for the lock" : "acquired the lock";
    case "release":
      if (output === false) return "was not allowed to release the lock";
      return returned === undefined ? "began to release the lock" : "released the lock";
    case "enqueue":
      return `${returned === undefined ? "began to enqueue" : "enqueued"} ${describeValue(input)}`;
    case "dequeue":
      if (returned === undefined) return "began to dequeue";
      return isNothing(output) ? "found the queue empty" : `dequeued ${describeValue(output)}`;
    default:
      return `did ${labelOf({ name, input, output })}`;
  }
}

/** In as few characters as possible, for drawings: "read 3", "write 5", "3 -> 5". */
export function labelOf({
  name,
  input,
  output,
}: Pick<Operation, "name" | "input" | "output">): string {
  switch (name) {
    case "read":
      return `read ${describeValue(output)}`;
    case "write":
    case "append":
    case "enqueue":
      return `${name} ${describeValue(input)}`;
    case "dequeue":
      if (output === undefined) return name;
      return output === null ? "dequeue: empty" : `dequeue ${describeValue(output)}`;
    case "acquire":
    case "tryAcquire":
    case "release":
      return output === false ? `${name}: refused` : name;
    case "update":
      return arrow(pairOf(output), "->");
    case "cas":
      return arrow(pairOf(input), output === false ? "-/>" : "->");
    default: {
      const given = input === undefined ? "" : ` ${describeValue(input)}`;
      const returned = output === undefined ? "" : `: ${describeValue(output)}`;
      return `${name}${given}${returned}`;
    }
  }
}

/** " from key 3", or nothing where there is only one object. */
export function describeKey(preposition: string, key: string): string {
  return key === "" ? "" : ` ${preposition} key ${key}`;
}

export function describeValue(value: unknown): string {
  if (isNothing(value)) return "nothing";
  const text = asText(value);
  if (text.length <= LONGEST_VALUE) return text;
  const half = LONGEST_VALUE / 2 - 1;
  return `${text.slice(0, half)}…${text.slice(-half)}${describeLength(value)}`;
}

function describeLength(value: unknown): string {
  if (typeof value === "string") return ` (${value.length} characters)`;
  return Array.isArray(value) ? ` (${value.length} items)` : "";
}

/** With a capital first letter, for the beginning of a sentence. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** "3, 5 and 8". */
export function enumerate(items: readonly string[], conjunction = "and"): string {
  if (items.length <= 1) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${conjunction} ${items.at(-1)}`;
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function asText(value: unknown): string {
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  try {
    return JSON.stringify(value) ?? `a ${typeof value}`;
  } catch {
    return `an ${typeof value} without JSON`;
  }
}

function arrow([from, to]: readonly [unknown, unknown], sign: string): string {
  return `${describeValue(from)} ${sign} ${describeValue(to)}`;
}

function pairOf(value: unknown): readonly [unknown, unknown] {
  return Array.isArray(value) ? [value[0], value[1]] : [undefined, undefined];
}
