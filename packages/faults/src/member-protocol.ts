/** What the stage asks of a member, and what a member tells without being asked. */
import type { MemberShare, WorkloadParameters } from "@sync-strategies/workload";
import type { LoadedFrom } from "./load-strategy.ts";
import type { ClientsOptions } from "./stage.ts";

export type MemberOrder =
  /** Replies with the number of its process. */
  | {
      readonly order: "load";
      readonly strategy: LoadedFrom;
      /** The file that its journal goes to. */
      readonly journal: string;
      readonly unknownIs: NonNullable<ClientsOptions["unknownIs"]>;
    }
  | { readonly order: "open"; readonly address: unknown }
  | {
      readonly order: "start";
      readonly parameters: WorkloadParameters;
      readonly share: MemberShare;
    }
  /** Replies, when the updater has been called, with what it was given. */
  | HoldOrder
  /** Replies when the held update has settled. */
  | { readonly order: "release"; readonly client: number }
  /** Replies with a {@link MemberNotice} of now. */
  | { readonly order: "report" }
  /** Calls nothing more, and replies when all that was called has settled, or takes too long. */
  | { readonly order: "end" }
  | { readonly order: "close" };

export interface HoldOrder {
  readonly order: "hold";
  readonly client: number;
  readonly key: number;
  readonly after: number;
}

/** How many operations have been acknowledged to the member's clients. */
export interface MemberNotice {
  readonly operations: number;
  readonly changes: number;
}

/** A held update that rejected, for the messages of a round. */
export interface Released {
  readonly rejected: string | undefined;
}
