/** What is wrong with a run: a kind to test for, and the explanation for a reader. */
export interface Fault {
  readonly kind: FailureKind;
  /** One sentence, or a few. */
  readonly explanation: string;
}

export type FailureKind =
  /** No order of the operations explains what they returned. */
  | "not-linearizable"
  /** Operations are open, and no client can take a step. */
  | "deadlock"
  /** The run does not end: it exceeds the steps or the updater runs that its limits allow. */
  | "livelock"
  /** Operations that were called later are served before one that waits, without a bound. */
  | "starvation"
  /** An operation threw, or was rejected where the contract allows no rejection. */
  | "threw"
  /** An operation resolved where it must be rejected, or resolved to a wrong value. */
  | "wrong-result"
  /** The scenario's own rule does not hold. */
  | "invariant";
