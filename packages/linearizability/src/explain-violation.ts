/** Says in one sentence what went wrong, naming clients, keys and values. */
import { operationAt, UNWRITTEN, type RegisterHistory } from "./register-history.ts";
import type { ZoneViolation } from "./zones.ts";

export function explainViolation(history: RegisterHistory, violation: ZoneViolation): string {
  const client = (row: number): string => `client ${operationAt(history, row).client}`;
  const key = (row: number): string => `key ${operationAt(history, row).key}`;
  const did = (row: number): string => `${client(row)} ${deed(history, row)}`;
  switch (violation.rule) {
    case "read-of-nothing": {
      const { reader } = violation;
      return `${did(reader)} from ${key(reader)}, a value that nobody wrote to it.`;
    }
    case "lost-update": {
      const { first, second } = violation;
      const given = valueOf(operationAt(history, first).read);
      const made = (row: number): string => valueOf(operationAt(history, row).written);
      return (
        `A lost update: ${client(first)} and ${client(second)} were both given ${given} from ` +
        `${key(first)}; one made it ${made(first)}, the other ${made(second)}, and neither saw ` +
        "what the other did."
      );
    }
    case "circle":
      return (
        `Updates of ${key(violation.updates[0] ?? 0)} were given each other's results, in a ` +
        `circle: ${violation.updates.map(did).join("; ")}.`
      );
    case "wrong-order": {
      const { earlier, later } = violation;
      return `On ${key(later)} ${did(later)} before ${did(earlier)}, although that value is an older one.`;
    }
    case "stale-initial-value": {
      const { fresh, stale } = violation;
      return `On ${key(stale)} ${did(stale)} after ${did(fresh)}, which had replaced that.`;
    }
    case "interleaved": {
      const { firstReturned, firstCalled, secondReturned, secondCalled } = violation;
      return (
        `On ${key(firstReturned)} two values each ought to be older than the other: ` +
        `${did(firstReturned)} before ${did(secondCalled)}, ` +
        `but ${did(secondReturned)} before ${did(firstCalled)}.`
      );
    }
  }
}

function deed(history: RegisterHistory, row: number): string {
  const { kind, read, written } = operationAt(history, row);
  if (kind === "read") return `read ${valueOf(read)}`;
  if (kind === "write") return `wrote ${valueOf(written)}`;
  return `updated ${valueOf(read)} to ${valueOf(written)}`;
}

function valueOf(value: number | undefined): string {
  return value === undefined || value === UNWRITTEN ? "nothing" : String(value);
}
