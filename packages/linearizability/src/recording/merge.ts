/** One history of what several members saw. */
import type { Operation } from "../history/operation.ts";
import type { RegisterHistory } from "../history/register-history.ts";
import type { AnyHistory, MemberHistory } from "./member-history.ts";

export interface MergedHistory<History extends AnyHistory = AnyHistory> {
  /** Its events are numbered from 1 on, and no two share a number. */
  readonly history: History;
  /** How many operations there were, those included that came after the cut. */
  readonly totalOps: number;
  /** Which clock ordered the events of different members: a verdict is as sharp as this one. */
  readonly clock: MergeClock;
  /** Which member's recorder was full first, so that the history ends there. */
  readonly cutByMember?: number;
  /** Who each client of the merged history was. */
  readonly clients: ReadonlyMap<number, MemberClient>;
}

export interface MergeClock {
  readonly name: string;
  /** Two events of different members count as concurrent unless they are further apart than this. */
  readonly resolutionNs: number;
}

/** A client, by the number that it had in the history of its member. */
export interface MemberClient {
  /** The member's place among those merged, from 0 on. */
  readonly member: number;
  readonly client: number;
}

/**
 * Merges the histories of the members of one run.
 *
 * @throws {RangeError} if members were ordered by clocks of different kinds, or an event has no
 *   finite time.
 */
export function mergeHistories(
  members: readonly MemberHistory<RegisterHistory>[],
): MergedHistory<RegisterHistory>;
export function mergeHistories(
  members: readonly MemberHistory<readonly Operation[]>[],
): MergedHistory<Operation[]>;
export function mergeHistories(_members: readonly MemberHistory[]): MergedHistory {
  throw new Error("not yet written");
}
