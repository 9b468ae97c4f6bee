/**
 * What an explanation claims, as data. The sentence, the arrows and the legend are all written
 * from these, so that they say the same, and each claim can be held against the history.
 */
import type { Operation } from "../history/operation.ts";
import type { TimeOrder } from "./orders-in-time.ts";

export interface Claims {
  /** The operation that observed the fault: until it returned, all could be explained. */
  readonly finding: Operation;
  /** All states that it could have found. Missing if they are too many, or not known. */
  readonly expected?: readonly unknown[] | undefined;
  readonly contradiction: Contradiction;
  /** All operations of the key. */
  readonly history: readonly Operation[];
}

/** Why no order explains the operations. */
export type Contradiction =
  /** The finding saw a value that nothing had put there. */
  | {
      readonly kind: "unwritten";
      readonly value: unknown;
      /** The operations that put it there, but were called later. */
      readonly later: readonly Operation[];
      /** What the object held before all that is shown, if that is not the whole history. */
      readonly since?: { readonly held: unknown };
    }
  /**
   * Each of these operations replaced the value, more of them than the value was put there: by the
   * sources, and at first if `isInitial`.
   */
  | {
      readonly kind: "replaced-too-often";
      readonly value: unknown;
      readonly takers: readonly Operation[];
      readonly sources: readonly Operation[];
      readonly isInitial: boolean;
    }
  /** Each of these was given what the next one wrote, and the last what the first did. */
  | { readonly kind: "circle"; readonly updates: readonly Operation[] }
  /** Time says that `before` came first; the values, and the other facts of time, the opposite. */
  | {
      readonly kind: "against-time";
      readonly order: TimeOrder;
      readonly facts: readonly TimeOrder[];
      readonly reason: Reason;
    }
  /** No order gives all of them their results. */
  | { readonly kind: "no-order"; readonly facts: readonly TimeOrder[] };

/** Why the operation that was called later must have come first. */
export type Reason =
  /** It left the value that the other one found. */
  | { readonly kind: "source"; readonly value: unknown }
  /**
   * It found a value that was not there when the other took effect, and was not put back since. All
   * that puts it there came before: as the facts of time say, or, for these, the other results.
   */
  | { readonly kind: "gone"; readonly value: unknown; readonly before: readonly Operation[] }
  /** It saw or left a value that was there before the other's: each was there only once. */
  | {
      readonly kind: "older-value";
      readonly older: unknown;
      readonly newer: unknown;
      readonly evidence: Evidence;
    }
  /** In every order that gives all of them their results it does. */
  | { readonly kind: "every-order" };

/** How it is known that one value was there before another. */
export type Evidence =
  /** An operation on the older value had returned when one on the newer value was called. */
  | { readonly kind: "time"; readonly fact: TimeOrder }
  /** These updates led from the older value to the newer one. */
  | { readonly kind: "updates"; readonly updates: readonly Operation[] };
