/** Zones as an engine for registers, also for the part of a history that zones can judge. */
import { explainZones } from "../explain/explain-zones.ts";
import type { Fingerprint } from "../history/fingerprint.ts";
import type { Operation } from "../history/operation.ts";
import { registerColumns } from "../history/register-columns.ts";
import { operationAt, type HistoryColumns } from "../history/columns.ts";
import type { Transition } from "../models/model.ts";
import type { Engine, Judgement } from "./engine.ts";
import { transitionsOf, withoutStates } from "./without-states.ts";
import { checkZones, RepeatedValueError } from "./zones.ts";

/** What {@link zonesEngine} asks of a register. */
interface Register {
  readonly initial: {} | null;
  readonly isRead: (operation: Operation) => boolean;
  readonly transition: (operation: Operation) => Transition<{} | null>;
}

export function zonesEngine(register: Register): Engine {
  const { initial } = register;
  return {
    name: "zones",
    judge: (operations) => judge(operations, register),
    // In columns a register that was never written holds nothing.
    ...(initial === null && { judgeColumns }),
  };
}

function judge(operations: readonly Operation[], register: Register): Judgement | undefined {
  const { initial } = register;
  const whole = registerColumns(operations, initial);
  const part = whole === undefined ? judgeablePart(operations, register) : operations;
  const columns = whole ?? registerColumns(part, initial);
  const violation = columns && checkZones(columns);
  if (columns !== undefined && violation !== undefined) {
    return () => explainZones(columns, violation, (row) => part[row]!, initial);
  }
  return whole && "linearizable";
}

function judgeColumns(history: HistoryColumns): Judgement | undefined {
  try {
    const violation = checkZones(history);
    if (violation === undefined) return "linearizable";
    return () => explainZones(history, violation, (row) => operationAt(history, row), null);
  } catch (error) {
    if (error instanceof RepeatedValueError) return undefined;
    throw error;
  }
}

/**
 * The part of a history that zones can judge: a violation there is a violation of the whole. Left
 * out are failed compare-and-sets, and all values that are written repeatedly.
 */
function judgeablePart(operations: readonly Operation[], register: Register): readonly Operation[] {
  const steps = transitionsOf(operations, register);
  const seen = new Set<Fingerprint>();
  const repeated = new Set<Fingerprint>();
  for (const { to } of steps) {
    if (to !== undefined && seen.has(to)) repeated.add(to);
    seen.add(to);
  }
  return withoutStates(steps, repeated, register.initial);
}
