/**
 * The members of a trial, which do everything together: what is asked of them is a barrier, done
 * when all have done it.
 *
 * Invariant: nothing is waited for once a member has ended that was not asked to. What it left
 * undone may never come.
 */
import { MemberFailure, type Member } from "@sync-strategies/members";
import type { MemberShare } from "@sync-strategies/workload";
import type { MemberProgress } from "./clients.ts";
import type { Details, MemberNotice, MemberRequest, MemberTask, Reply } from "./member-part.ts";

export type TrialMember = Member<MemberRequest, unknown>;

/** A member, and how far it is. */
interface Part extends MemberProgress {
  readonly member: TrialMember;
  readonly share: MemberShare;
  isAwaited: boolean;
  notices: number;
  completedOps: number;
  /** Operations of the runs before the latest one. */
  completedBefore: number;
}

export class MemberGroup {
  #parts: readonly Part[] = [];
  #isEnding = false;
  readonly #broken: Promise<never>;
  #break: (failure: MemberFailure) => void = () => {};

  constructor() {
    this.#broken = new Promise((_, reject) => (this.#break = reject));
    // It is looked at only where something is waited for.
    this.#broken.catch(() => {});
  }

  /**
   * Starts them all. If one cannot be started, those that were are ended.
   *
   * @param start starts a member, by its number from 0.
   */
  async start(count: number, start: (member: number) => Promise<TrialMember>): Promise<void> {
    const starts = Array.from({ length: count }, (_, member) =>
      this.#start({ member, members: count }, start),
    );
    const settled = await Promise.allSettled(starts);
    this.#parts = settled.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
    const failure = settled.find((one) => one.status === "rejected");
    if (failure === undefined) return;
    await this.end();
    throw failure.reason;
  }

  /** Asks all of them the same, and resolves to their replies when all have done it. */
  async all<Task extends MemberTask>(
    task: Task,
    details: (share: MemberShare) => Details<Task>,
    transfer: (share: MemberShare) => readonly object[] | undefined = () => undefined,
  ): Promise<Reply<Task>[]> {
    const replies = this.#parts.map(async (part) => {
      const { member, share } = part;
      part.isAwaited = true;
      const request = { task, details: details(share) } as MemberRequest;
      const reply = await member.ask(request, transfer(share));
      part.isAwaited = false;
      return reply as Reply<Task>;
    });
    return this.unlessBroken(Promise.all(replies));
  }

  /** Waits for something that is no member's, but no longer when a member has ended. */
  unlessBroken<Result>(promise: PromiseLike<Result>): Promise<Result> {
    return Promise.race([promise, this.#broken]);
  }

  /** Members count the operations of each run from 0. To be called when a run is about to begin. */
  countAnew(): void {
    for (const part of this.#parts) {
      part.completedBefore += part.completedOps;
      part.completedOps = 0;
    }
  }

  /** How many operations have completed in all runs. */
  get completedOps(): number {
    return this.#parts.reduce((sum, part) => sum + part.completedBefore + part.completedOps, 0);
  }

  get progress(): readonly MemberProgress[] {
    return this.#parts;
  }

  nameOf(member: number): string {
    return this.#parts[member]!.name;
  }

  /** Ends all of them, wherever they are. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#parts.map(({ member }) => member.end()));
  }

  async #start(share: MemberShare, start: (member: number) => Promise<TrialMember>): Promise<Part> {
    const member = await start(share.member);
    const { name } = member;
    const part: Part = {
      name,
      member,
      share,
      isAwaited: false,
      notices: 0,
      completedOps: 0,
      completedBefore: 0,
    };
    member.onNotice((notice) => {
      part.notices++;
      part.completedOps = (notice as MemberNotice).completedOps;
    });
    void member.ended.then((end) => {
      if (!this.#isEnding) this.#break(MemberFailure.ofEnd(name, end));
    });
    return part;
  }
}
