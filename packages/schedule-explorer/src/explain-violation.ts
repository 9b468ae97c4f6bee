import { observer, type Call } from "./history.ts";
import type { KeyOperation } from "./key-operations.ts";
import { clientLetter, describeOperation, describeValue } from "./scenario.ts";

/**
 * Explains in a sentence why the operations on a key are not linearizable: by the simplest known
 * pattern that applies, else by what each operation saw. Call it only for such operations.
 */
export function explainViolation(
  key: string,
  operations: readonly KeyOperation[],
  calls: readonly Call[],
): string {
  return (
    explainCancelled(key, operations, calls) ??
    explainLostUpdate(key, operations) ??
    explainOverwritten(operations) ??
    explainStale(key, operations) ??
    listOperations(key, operations)
  );
}

/** A read or update saw a value that only a rejected operation, or none, can have written. */
function explainCancelled(
  key: string,
  operations: readonly KeyOperation[],
  calls: readonly Call[],
): string | undefined {
  for (const seeing of operations) {
    const value = seeing.before;
    if (!seeing.expects || value === undefined || producers(operations, value).length > 0) continue;
    const culprit = calls.find(
      ({ outcome, operation }) =>
        outcome === "rejected" &&
        operation.kind === "write" &&
        operation.key === key &&
        Object.is(operation.value, value),
    );
    const saw = `${sawText(key, seeing)}, which`;
    return culprit === undefined
      ? `${saw} no operation that resolved had put there.`
      : `${saw} only the ${noun(culprit)} can have put there, and that was rejected.`;
  }
  return undefined;
}

/** Two updates replaced the same value: one did not see the other's result. */
function explainLostUpdate(key: string, operations: readonly KeyOperation[]): string | undefined {
  const updates = operations
    .filter(({ expects, replaces }) => expects && replaces)
    .toSorted((one, other) => one.call.settledAt - other.call.settledAt);
  for (const [index, lost] of updates.entries()) {
    const winner = updates.slice(index + 1).find(({ before }) => Object.is(before, lost.before));
    if (winner === undefined || timesProduced(operations, lost.before) > 1) continue;
    const made = `made ${describeValue(winner.after)} of the same ${describeValue(lost.before)}`;
    return `The ${noun(lost.call)} is lost: ${name(winner.call)} ${made}${finalText(key, operations)}.`;
  }
  return undefined;
}

/** A write was acknowledged while an updater held an older value, which then replaced it. */
function explainOverwritten(operations: readonly KeyOperation[]): string | undefined {
  for (const updating of operations) {
    if (!updating.expects || !updating.replaces) continue;
    for (const written of operations) {
      if (written.expects || Object.is(written.after, updating.before)) continue;
      const { calledAt, settledAt } = written.call;
      const isWithin = calledAt > updating.call.calledAt && settledAt < updating.call.settledAt;
      if (!isWithin || finalOf(operations) !== updating.after) continue;
      const worker = `${name(updating.call)}'s ${operationName(updating.call)}`;
      const worked = `worked on ${describeValue(updating.before)}`;
      const ended = `which then put ${describeValue(updating.after)} in its place`;
      return `The ${noun(written.call)} is lost: it was done while ${worker} ${worked}, ${ended}.`;
    }
  }
  return undefined;
}

/** An operation saw a value that another had finally replaced before the call. */
function explainStale(key: string, operations: readonly KeyOperation[]): string | undefined {
  for (const seeing of operations) {
    if (!seeing.expects || timesProduced(operations, seeing.before) !== 1) continue;
    const [origin] = producers(operations, seeing.before);
    const newer = operations.find(
      ({ replaces, call, after }) =>
        replaces &&
        call !== seeing.call &&
        !Object.is(after, seeing.before) &&
        call.settledAt < seeing.call.calledAt &&
        (origin === undefined || origin.call.settledAt < call.calledAt),
    );
    if (newer === undefined) continue;
    return `${sawText(key, seeing)}, though the ${noun(newer.call)} was done before and had put ${describeValue(newer.after)} there.`;
  }
  return undefined;
}

function listOperations(key: string, operations: readonly KeyOperation[]): string {
  const seen = operations
    .filter(({ call }) => call.client !== observer)
    .map((operation) => {
      const { call, expects, before, replaces, after } = operation;
      const from = expects ? ` saw ${describeValue(before)}` : "";
      const to = expects && replaces ? ` and made ${describeValue(after)}` : "";
      return `${name(call)}'s ${describeOperation(call.operation)}${from}${to}`;
    });
  return `No order of the operations explains what they returned: ${seen.join(", ")}${finalText(key, operations)}.`;
}

function producers(operations: readonly KeyOperation[], value: unknown): KeyOperation[] {
  return operations.filter(({ replaces, after }) => replaces && Object.is(after, value));
}

/** How often the key may have got a value, counting its initial state, never written. */
function timesProduced(operations: readonly KeyOperation[], value: unknown): number {
  return producers(operations, value).length + (value === undefined ? 1 : 0);
}

/** What the observer finally read. */
function finalOf(operations: readonly KeyOperation[]): unknown {
  const last = operations.at(-1);
  return last?.call.client === observer && last.expects ? last.before : undefined;
}

function finalText(key: string, operations: readonly KeyOperation[]): string {
  const value = finalOf(operations);
  return value === undefined ? "" : `, and ${key} is ${describeValue(value)} in the end`;
}

function sawText(key: string, { call, before }: KeyOperation): string {
  return call.client === observer
    ? `${key} is ${describeValue(before)} in the end`
    : `${name(call)} saw ${describeValue(before)} in ${key}`;
}

function name(call: Call): string {
  return clientLetter(call.client);
}

function operationName({ operation }: Call): string {
  return operation.kind === "update" ? operation.name : operation.kind;
}

/** "increment of x by B". */
function noun(call: Call): string {
  const { operation } = call;
  const key = "key" in operation ? ` of ${operation.key}` : "";
  const value =
    operation.kind === "write"
      ? `write of ${describeValue(operation.value)} to ${operation.key}`
      : "";
  const by = call.client === observer ? "at the beginning" : `by ${name(call)}`;
  return `${value === "" ? `${operationName(call)}${key}` : value} ${by}`;
}
