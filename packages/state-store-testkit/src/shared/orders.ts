/**
 * What the coordinator of a test orders a member to do, and what the member reports. All of it is
 * plain data: a store's handle and its updaters stay in the member, which knows them by numbers.
 */
import type { RandomWorkload } from "../random-clients.ts";
import type { ClockAddress } from "./clock-address.ts";
import type { NumbersAddress } from "./shared-numbers.ts";

/** What an updater makes of the value that it is given, where a key without one counts as 0. */
export type Step =
  | { readonly does: "set"; readonly value: unknown }
  | { readonly does: "add"; readonly amount: number }
  | { readonly does: "throw"; readonly message: string };

/** An updater, as data: a step at once, or one that it awaits until the coordinator decides. */
export type UpdaterPlan = Step | { readonly does: "await the decision" };

export type OperationName = "read" | "write" | "update" | "close";

/** An operation that stays open while the coordinator orders other things. */
export interface CallOrder {
  readonly order: "call";
  readonly handle: number;
  /** Names the operation in later orders and reports. */
  readonly operation: number;
  readonly name: OperationName;
  readonly key?: unknown;
  readonly value?: unknown;
  readonly updater?: UpdaterPlan;
  /** After how many accesses to shared memory its thread stops for ever. Never, if not given. */
  readonly stopsAfter?: number | undefined;
}

/** Between two updaters' calls and their results: nothing, or what other clients run in. */
export type Hold = "nothing" | "a microtask" | "a turn of the event loop";

export interface IncrementsOrder {
  readonly order: "increments";
  readonly handle: number;
  readonly key: number;
  readonly clients: number;
  readonly perClient: number;
  readonly hold: Hold;
  readonly member: number;
  readonly meeting: NumbersAddress;
}

export interface RandomOrder {
  readonly order: "random clients";
  readonly handle: number;
  readonly workload: RandomWorkload;
  readonly member: number;
  readonly members: number;
  readonly clock: ClockAddress;
  readonly meeting: NumbersAddress;
}

/** Clients that call one operation after another without a pause, until they are stopped. */
export interface BusyOrder {
  readonly order: "be busy";
  readonly handle: number;
  readonly key: number;
  readonly name: BusyName;
  readonly clients: number;
  readonly race: NumbersAddress;
}

export type BusyName = "read" | "write" | "update" | "update that awaits";

/** The last one awaits until the busy member has called more, or cannot. */
export type OutlastName = BusyName | "update that awaits a change";

/** One operation while another member is busy. */
export interface OutlastOrder {
  readonly order: "outlast";
  readonly handle: number;
  readonly key: number;
  readonly name: OutlastName;
  readonly race: NumbersAddress;
  /** By how many operations of the busy member it is overtaken between two looks. */
  readonly overtakenPerLook: number;
}

export type Order =
  | {
      readonly order: "open";
      readonly handle: number;
      readonly module: string;
      readonly id: string;
      readonly address: unknown;
    }
  | CallOrder
  | { readonly order: "abort"; readonly operation: number; readonly reason: string }
  | { readonly order: "decide"; readonly operation: number; readonly step: Step }
  | { readonly order: "turns"; readonly count: number }
  | IncrementsOrder
  | RandomOrder
  | BusyOrder
  | OutlastOrder
  /** Busy until a timer has fired; the reply is the number of calls by then. */
  | {
      readonly order: "await a timer";
      readonly handle: number;
      readonly key: number;
      readonly name: BusyName;
      readonly maximumCalls: number;
    }
  /** The reply is the processor time that the member's process has used, in milliseconds. */
  | { readonly order: "processor time" }
  /** The reply is the paths of the files below the folder that the member's process has open. */
  | { readonly order: "open files"; readonly folder: string }
  /** Ends the member at once, as the program that runs in it can. */
  | { readonly order: "exit" }
  /** From now on the member ends by itself when nothing is left to do. */
  | { readonly order: "let end" }
  /** Ends all that the member has open, and closes its handles. */
  | { readonly order: "clear" };

/** What a rejection was, as data: a reason that is a text stays as it is. */
export type SeenReason =
  | string
  | { readonly name: string; readonly message: string; readonly code?: unknown };

export type Report =
  /** An updater was called for the first time, with this value. */
  | { readonly report: "called"; readonly operation: number; readonly current: unknown }
  /** Its thread has stopped, and can only be terminated. */
  | { readonly report: "stopped"; readonly operation: number }
  | { readonly report: "resolved"; readonly operation: number; readonly value: unknown }
  | { readonly report: "rejected"; readonly operation: number; readonly reason: SeenReason };

export function seenReason(reason: unknown): SeenReason {
  if (typeof reason === "string") return reason;
  if (!(reason instanceof Error)) return { name: typeof reason, message: String(reason) };
  const { name, message } = reason;
  return { name, message, ...("code" in reason && { code: reason.code }) };
}
