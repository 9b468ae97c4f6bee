/** What the handles and the owner of `owner-store.ts` send each other. */

/** What may be wrong. Each is named after what it does. */
export type Fault =
  | "acknowledged-too-early"
  | "cached-reads"
  | "cancelled-kept"
  | "close-at-once"
  | "close-in-the-queue"
  | "closed-for-all"
  | "deaf-to-signals"
  | "disposal-in-the-queue"
  | "grant-of-the-dead-kept"
  | "granted-twice"
  | "half-done-kept"
  | "handed-to-the-dead"
  | "held-after-a-throw"
  | "killed-holder-blocks-all"
  | "lagging-replica"
  | "lost-member-blocks-all"
  | "owner-kept"
  | "starves-the-other"
  | "thread-kept"
  | "wait-not-kept-alive"
  | "waiters-of-a-dead-holder-deaf"
  | "write-past-the-holder";

export interface OwnerData {
  readonly faults: readonly Fault[];
  /** Whether keys have a queue each. */
  readonly byKey: boolean;
  /** Whether reads wait in the queue, too. */
  readonly readsWait: boolean;
}

/** `number` names the operation among those of its handle. */
export type OwnerRequest = { readonly number: number } & (
  | { readonly type: "read" | "update"; readonly key: unknown }
  | { readonly type: "write"; readonly key: unknown; readonly value: unknown }
  | { readonly type: "commit"; readonly value: unknown }
  | { readonly type: "fail" | "cancel" | "close" }
);

export type OwnerAnswer = { readonly number: number } & (
  | { readonly type: "grant" | "done"; readonly value: unknown }
  | { readonly type: "refused" | "cancelled" }
);
