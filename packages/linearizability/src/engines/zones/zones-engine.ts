/** Zones as an engine for registers, also for the part of a history that zones can judge. */
import { explainZones } from "../../explain/explain-zones.ts";
import { columnsOf } from "../../history/columns-of.ts";
import { Kind, operationAt, type HistoryColumns } from "../../history/columns.ts";
import { UNWRITTEN } from "../../history/values.ts";
import type { Fingerprint } from "../../history/fingerprint.ts";
import type { Operation } from "../../history/operation.ts";
import type { Model, Transition } from "../../models/model.ts";
import type { Engine, Judgement } from "../engine.ts";
import { transitionsOf, withoutStates } from "../search/without-states.ts";
import { orderByZones } from "./zones-order.ts";
import { checkZones, RepeatedValueError, type ZoneViolation } from "./zones.ts";

/** What {@link zonesEngine} asks of a register. */
interface Register {
  readonly initial: {} | null;
  readonly isRead: (operation: Operation) => boolean;
  readonly transition: (operation: Operation) => Transition<{} | null>;
  readonly step: (value: {} | null, operation: Operation) => {} | null | undefined;
}

export function zonesEngine(register: Register): Engine {
  return {
    name: "zones",
    judge: (operations) => judge(operations, register),
    judgeColumns: (history) => judgeColumns(history, register),
  };
}

function judge(operations: readonly Operation[], register: Register): Judgement | undefined {
  const { initial, transition } = register;
  const whole = columnsOf(operations);
  const found = zonesOf(whole, initial);
  if (found === "linearizable") {
    return { order: () => orderByZones(operations, transition, initial) };
  }
  const part = found === undefined ? judgeablePart(operations, register) : operations;
  const columns = found === undefined ? columnsOf(part) : whole;
  const violation = found ?? zonesOf(columns, initial);
  if (violation === undefined || violation === "linearizable") return undefined;
  return {
    explain: (later) =>
      explainZones(columns, violation, (row) => part[row]!, modelOf(register), later),
  };
}

function judgeColumns(history: HistoryColumns, register: Register): Judgement | undefined {
  const { initial } = register;
  const found = zonesOf(history, initial);
  if (found === "linearizable") return {};
  // An update of unknown effect might explain what is a violation without it.
  if (found === undefined || has(history, Kind.unknown)) return undefined;
  const at = (row: number): Operation => operationAt(history, row);
  return { explain: () => explainZones(history, found, at, modelOf(register)) };
}

/** Undefined if zones cannot judge it, since a value is written twice or an operation is another. */
function zonesOf(
  history: HistoryColumns,
  initial: {} | null,
): ZoneViolation | "linearizable" | undefined {
  if (has(history, Kind.other)) return undefined;
  try {
    return checkZones(history, numberOf(initial, history)) ?? "linearizable";
  } catch (error) {
    if (error instanceof RepeatedValueError) return undefined;
    throw error;
  }
}

function modelOf(register: Register): Model {
  return { name: "register", ...register };
}

/** A value that no column has needs a number that no column has. */
function numberOf(value: {} | null, { meaning }: HistoryColumns): number {
  if (value === null) return UNWRITTEN;
  if (meaning !== undefined) return meaning.values.find(value) ?? NaN;
  return typeof value === "number" && value >= 0 ? value : NaN;
}

function has({ length, kinds }: HistoryColumns, kind: Kind): boolean {
  const row = kinds.indexOf(kind);
  return row !== -1 && row < length;
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
