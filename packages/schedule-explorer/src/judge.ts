import { check } from "@sync-strategies/linearizability";
import type { Storable } from "@sync-strategies/state-store";
import { explainViolation } from "./explain-violation.ts";
import type { Fault } from "./fault.ts";
import { observer, type Call } from "./history.ts";
import { asHistory, isExplainedByEnds, keyOperations } from "./key-operations.ts";
import { clientLetter, describeOperation, describeValue } from "./scenario.ts";

/**
 * Judges how a call settled, by the contract of state-store: which rejections the contract allows,
 * and what an update may resolve to. Undefined if the contract allows it.
 */
export function judgeSettling(call: Call, abortReason: Error): Fault | undefined {
  const { operation, result } = call;
  const action = describeCall(call);
  if (call.outcome === "rejected") {
    const isAllowed =
      (call.thrown !== undefined && result === call.thrown.error) ||
      (call.cancelled && result === abortReason) ||
      (call.afterClose && operation.kind !== "close" && isClosedError(result));
    if (isAllowed) return undefined;
    const reason =
      result === abortReason
        ? "as aborted, though it had started before"
        : isClosedError(result)
          ? "as too late, though the store had accepted it before it was closed"
          : `with ${describeError(result)}`;
    return { kind: "threw", explanation: `${action} was rejected ${reason}.` };
  }
  if (operation.kind === "close") return undefined;
  if (call.afterClose)
    return wrongResult(`${action} resolved, though the store was closed before.`);
  if (operation.kind !== "update") return undefined;
  if (call.thrown !== undefined)
    return wrongResult(`${action} resolved, though its updater threw.`);
  if (call.updaterRuns === 0) return wrongResult(`${action} resolved without running its updater.`);
  if (!Object.is(result, call.after)) {
    const values = `${describeValue(result)}, but its updater returned ${describeValue(call.after)}`;
    return wrongResult(`${action} resolved to ${values}.`);
  }
  return undefined;
}

/** A store that has closed must have finished all accepted operations. Call it between steps. */
export function judgeClosing(calls: readonly Call[]): Fault | undefined {
  const isClosed = calls.some(
    (call) => call.operation.kind === "close" && call.outcome === "resolved",
  );
  const open = calls.find((call) => call.outcome === "open" && !call.afterClose);
  if (!isClosed || open === undefined) return undefined;
  return {
    kind: "wrong-result",
    explanation: `close resolved while ${describeCall(open)}, accepted before, was still open.`,
  };
}

/** Judges the completed calls of a run; explains a violation of linearizability in a sentence. */
export function judgeCalls(calls: readonly Call[], keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const operations = keyOperations(calls, key);
    // The order in which they ended explains nearly all histories, and is quick to check.
    if (isExplainedByEnds(operations)) continue;
    const { verdict } = check(asHistory(operations));
    if (verdict !== "linearizable") return explainViolation(key, operations, calls);
  }
  return undefined;
}

function wrongResult(explanation: string): Fault {
  return { kind: "wrong-result", explanation };
}

export function describeClient(index: number): string {
  return index === observer ? "the observer" : clientLetter(index);
}

/** "increment x by A". */
export function describeCall(call: Call): string {
  return `${describeOperation(call.operation)} by ${describeClient(call.client)}`;
}

/** "x is 1, y is 2". */
export function describeState(state: ReadonlyMap<string, Storable | undefined>): string {
  return [...state].map(([key, value]) => `${key} is ${describeValue(value)}`).join(", ");
}

export function describeError(error: unknown): string {
  return error instanceof Error
    ? `${error.name}${error.message === "" ? "" : ` (${error.message})`}`
    : describeValue(error);
}

export function isClosedError(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "STORE_CLOSED"
  );
}
