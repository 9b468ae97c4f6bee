/** One event of a history, whatever the format it was written in. */
import type { Mark } from "../explain/witness.ts";
import {
  commonForms,
  type OperationForm,
  type OperationForms,
  type ValueForm,
} from "./operation-forms.ts";
import { excerpt } from "./strict-json.ts";

/** What one line says: what a client did, what happened to the system, or that no more follows. */
export interface Entry {
  readonly event: Event | Mark | End;
  /** In nanoseconds. */
  readonly time: number | undefined;
}

/** The recorder had no room for a further operation. */
export interface End {
  /** How many operations there were, with those that were not recorded. */
  readonly totalOps: number;
}

export interface Event {
  readonly process: number;
  readonly type: "invoke" | "ok" | "fail" | "info";
  readonly f: string;
  /** Undefined for an operation that no form describes. */
  readonly form: OperationForm | undefined;
  readonly key: string;
  /** What the key was before it became text. */
  readonly keyType: string;
  readonly value: unknown;
  readonly applied: unknown;
}

/** What an event may have. The second line is what Jepsen adds, and the checker does not use. */
const FIELDS = ["process", "type", "f", "key", "value", "applied"];
const UNUSED_FIELDS = ["time", "index", "error", "exception", "node", "debug", "clock-offsets"];
const ALL_FIELDS = new Set([...FIELDS, ...UNUSED_FIELDS]);

/** The process of those lines of Jepsen's that say what was done to the system. */
const NEMESIS = "nemesis";

/**
 * What a file says in its last line if its recorder was full. It is a line of the nemesis, since
 * every program that reads Jepsen's histories knows that those are of no client.
 */
const RECORDER_FULL = "recorder-full";

/** The line that ends the history of a full recorder. */
export function endOf(totalOps: number): object {
  return { process: NEMESIS, type: "info", f: RECORDER_FULL, value: { totalOps } };
}

/**
 * @param record an object, as its format was read.
 * @param forms of the operations that the model knows; others are refused.
 * @param number of the event.
 * @throws {SyntaxError} if it is no event; the message says why.
 */
export function readEvent(
  record: unknown,
  forms: OperationForms | undefined,
  number: number,
): Entry {
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    throw new SyntaxError(`an event is an object with fields, not ${shown(record)}`);
  }
  for (const field of Object.keys(record)) {
    if (!ALL_FIELDS.has(field)) {
      const known = [...ALL_FIELDS].join(", ");
      throw new SyntaxError(`there is no field ${shown(field)}: an event has ${known}`);
    }
  }
  const { process, type, f, key, value, applied, index } = record as Record<string, unknown>;
  if (process !== NEMESIS && !Number.isSafeInteger(process)) {
    throw new SyntaxError(`"process" must be a whole number, not ${shown(process)}`);
  }
  if (type !== "invoke" && type !== "ok" && type !== "fail" && type !== "info") {
    throw new SyntaxError(`"type" must be invoke, ok, fail or info, not ${shown(type)}`);
  }
  if (typeof f !== "string") {
    throw new SyntaxError(`"f" must be the name of an operation, not ${shown(f)}`);
  }
  if (index !== undefined && !Number.isSafeInteger(index)) {
    throw new SyntaxError(`"index" must be a whole number, not ${shown(index)}`);
  }
  const time = timeOf(record as Record<string, unknown>);
  if (process === NEMESIS) {
    if (f === RECORDER_FULL) return { event: { totalOps: totalOpsIn(value) }, time };
    return { event: { event: number, label: labelOf(f, value) }, time };
  }
  if (key !== undefined && typeof key !== "string" && typeof key !== "number") {
    throw new SyntaxError(`"key" must be a string or a number, not ${shown(key)}`);
  }
  const event: Event = {
    process: process as number,
    type,
    f,
    form: formOf(f, forms),
    key: key === undefined ? "" : String(key),
    keyType: typeof key,
    value,
    applied,
  };
  assertFits(event);
  return { event, time };
}

function totalOpsIn(value: unknown): number {
  const { totalOps } = (value ?? {}) as { readonly totalOps?: unknown };
  if (Number.isSafeInteger(totalOps) && (totalOps as number) >= 0) return totalOps as number;
  throw new SyntaxError(`the "value" of ${RECORDER_FULL} is {"totalOps": a whole number}`);
}

/** Nanoseconds since whenever, as a number or, if it has too many digits for one, as their text. */
function timeOf({ time }: Record<string, unknown>): number | undefined {
  const isText = typeof time === "string" && /^-?\d+(?:\.\d+)?$/.test(time);
  if (time === undefined || typeof time === "number" || isText) {
    return time === undefined ? undefined : Number(time);
  }
  throw new SyntaxError(`"time" must be a number, not ${shown(time)}`);
}

/**
 * The event of an independent key: its value, `[key, value]`, taken apart. The nemesis has no keys.
 *
 * @throws {SyntaxError} if its value is something else.
 */
export function withOwnKey(record: unknown): unknown {
  if (typeof record !== "object" || record === null) return record;
  const { process, key, value, ...others } = record as Record<string, unknown>;
  if (process === NEMESIS) return record;
  if (key !== undefined) {
    throw new SyntaxError(`independent keys are a part of the value, and this line has a "key"`);
  }
  if (!Array.isArray(value) || value.length !== 2) {
    throw new SyntaxError(`the value of an independent key is [key, value], not ${shown(value)}`);
  }
  const [ownKey, ownValue] = value as [unknown, unknown];
  return { ...others, process, key: ownKey, value: ownValue };
}

function formOf(f: string, forms: OperationForms | undefined): OperationForm | undefined {
  const known = forms ?? commonForms;
  if (f === "txn") throw new SyntaxError("transactions over several keys cannot be checked");
  if (Object.hasOwn(known, f)) return known[f];
  if (forms === undefined) return undefined;
  throw new SyntaxError(`the model knows ${Object.keys(forms).join(", ")}, but not ${shown(f)}`);
}

/**
 * Whether it has the value that the operation has at its call, or at its return. A line of an
 * operation that is given nothing may tell what comes back, even that of its call, or not.
 */
function assertFits({ type, f, form, value, applied }: Event): void {
  assertMayApply(type, f, form, applied);
  if (form === undefined) return;
  const { input, output, isOutputOptional = false } = form;
  const what = type === "invoke" ? withArticle(f) : `${withArticle(f)} that is ${type}`;
  if (type === "invoke" && input !== undefined) assertValue(value, input, what);
  else if (type === "ok" && output !== undefined && !isOutputOptional) {
    assertValue(value, output, what);
  } else if (input === undefined && isPresent(value)) {
    if (output === undefined) throw new SyntaxError(`${what} has no "value"`);
    assertValue(value, output, what);
  }
}

function assertValue(value: unknown, { words, fits }: ValueForm, what: string): void {
  if (value === undefined) throw new SyntaxError(`${what} needs a "value": ${words}`);
  if (!fits(value))
    throw new SyntaxError(`the "value" of ${what} is ${words}, not ${shown(value)}`);
}

/** What did not happen was not applied, and what has an unknown outcome is not known to have been. */
function assertMayApply(
  type: Event["type"],
  f: string,
  form: OperationForm | undefined,
  applied: unknown,
): void {
  if (applied === undefined) return;
  if (form?.hasApplied !== true && form?.mayHaveApplied !== true)
    throw new SyntaxError(`${withArticle(f)} has no "applied"`);
  if (typeof applied !== "boolean") {
    throw new SyntaxError(`"applied" is true or false, not ${shown(applied)}`);
  }
  if (type === "ok" || (type === "fail" && !applied)) return;
  throw new SyntaxError(
    `"applied" is ${applied} in a line of the type ${type}: only ok has a result`,
  );
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** What was done to the system: `kill n1`. */
function labelOf(f: string, value: unknown): string {
  return isPresent(value) ? `${f} ${excerpt(inWords(value))}` : f;
}

function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(inWords).join(" ");
  return JSON.stringify(value);
}

function withArticle(f: string): string {
  return `${/^[aeiou]/.test(f) ? "an" : "a"} ${f}`;
}

/** A value in a message. */
export function shown(value: unknown): string {
  return value === undefined ? "missing" : excerpt(JSON.stringify(value));
}
