/** What the handles and the owner of `owner-store.ts` send each other. */
import type { MessagePort } from "node:worker_threads";
import type { StrategyTraits } from "@sync-strategies/state-store";

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
  | "socket-left"
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
  /** Of an owner that is a process: where it listens. */
  readonly path?: string;
}

export function ownerData(
  { exclusion, reads }: StrategyTraits,
  faults: readonly Fault[],
): OwnerData {
  return { faults, byKey: exclusion === "key", readsWait: reads === "wait" };
}

/** Where a handle finds its owner: through a port if that is a thread, at a path if it is a process. */
export type OwnerAddress = { readonly faults: readonly Fault[] } & (
  | { readonly port: MessagePort }
  | { readonly path: string }
);

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
