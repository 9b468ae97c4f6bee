/**
 * Members that serve one test after the other: to start one takes longer than most tests.
 *
 * Invariant: between two tests every member of the pool is alive and has nothing open.
 */
import type { Span } from "@sync-strategies/state-store";
import { memberKindOf, type MemberKind, type NumbersShare } from "./member-kind.ts";
import { RemoteMember } from "./remote-member.ts";
import type { NumbersAddress } from "./shared-numbers.ts";

/** A member that cannot clear what a test left for this long is replaced, in milliseconds. */
const CLEARING_MS = 1000;

/** Taken here, because tests may replace the timers of the platform. */
const { setTimeout, clearTimeout } = globalThis;

export const MEMBERS = 2;

export class MemberPool implements AsyncDisposable {
  readonly kind: MemberKind;
  #members: RemoteMember[] = [];
  #numbers: NumbersShare | undefined;

  /** @param span of the strategies that are tested. */
  constructor(span: Span) {
    this.kind = memberKindOf(span);
  }

  /** All members, those that ended replaced. */
  async take(): Promise<readonly RemoteMember[]> {
    const alive = this.#members.filter((member) => !member.hasEnded);
    const names = Array.from({ length: MEMBERS }, (_, at) => `${this.kind.noun} ${at + 1}`);
    this.#members = await Promise.all(
      names.map(
        async (name) =>
          alive.find((each) => each.name === name) ?? RemoteMember.start(this.kind, name),
      ),
    );
    return this.#members;
  }

  /** This many new numbers, which the coordinator and all members see. */
  shareNumbers(count: number): NumbersAddress {
    return (this.#numbers ??= this.kind.newNumbersShare()).share(count);
  }

  /** Ends what the test left open in the members. */
  async clear(): Promise<void> {
    await Promise.all(
      this.#members.map(async (member) => {
        member.onProgress = () => {};
        const cleared = member.order({ order: "clear" }).then(() => true);
        const isCleared = await isDoneInTime(cleared);
        if (!isCleared || member.mayEnd) await member.terminate();
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#members.splice(0).map((member) => member.terminate()));
    this.#numbers?.[Symbol.dispose]();
    this.#numbers = undefined;
  }
}

/** Whether the promise resolves in time. No verdict depends on it. */
export async function isDoneInTime(done: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), CLEARING_MS);
  });
  const ended = done.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}
