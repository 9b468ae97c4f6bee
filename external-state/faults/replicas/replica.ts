/** A primary and a server that follows it, before a fault takes one for the other. */
import type { Stage, StageServer } from "@sync-strategies/faults/fault";
import type { TcpProxy } from "../../base/tcp-proxy.ts";

export interface Pair {
  readonly primary: StageServer;
  readonly replica: StageServer;
  /** Through it the replica follows its primary. */
  readonly link: TcpProxy;
  /** Makes the replica a primary, and resolves when it takes changes. */
  readonly promote: () => Promise<void>;
}

/**
 * Starts both, and resolves when the replica has all that the primary has.
 *
 * @param isWaitedFor whether the primary acknowledges a change only once the replica has it.
 */
export type StartPair = (stage: Stage, isWaitedFor: boolean) => Promise<Pair>;
