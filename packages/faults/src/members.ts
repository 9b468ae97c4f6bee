/**
 * The members of a round: processes that are ordered about, stopped and killed.
 *
 * Invariant: nothing is waited for once a member has ended that the stage did not kill.
 */
import { MemberFailure, startProcess, type Member } from "@sync-strategies/members";
import { defer } from "./deferred.ts";
import type { MemberNotice, MemberOrder } from "./member-protocol.ts";

export interface RoundMember {
  readonly name: string;
  readonly journal: string;
  readonly pid: number;
  isStopped: boolean;
  isKilled: boolean;
  acknowledged: MemberNotice;
  order<Reply>(order: MemberOrder): Promise<Reply>;
  end(): Promise<void>;
}

/** Node loads no TypeScript in a member, so its program is the compiled one. */
function memberProgram(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  const path = isSource ? "../dist/fault-member.js" : "./fault-member.js";
  return new URL(path, import.meta.url);
}

export class RoundMembers {
  readonly list: RoundMember[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #broken: Promise<never>;
  #break: (failure: Error) => void = () => {};
  #isEnding = false;

  constructor() {
    this.#broken = new Promise((_, reject) => (this.#break = reject));
    // It is looked at only where something is waited for.
    this.#broken.catch(() => {});
  }

  async start(
    count: number,
    load: (number: number) => Extract<MemberOrder, { order: "load" }>,
  ): Promise<void> {
    const numbers = Array.from({ length: count }, (_, number) => number);
    const started = await Promise.allSettled(
      numbers.map((number) =>
        startProcess<MemberOrder, unknown>(memberProgram(), `process ${number + 1}`),
      ),
    );
    const members = started.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
    const loaded = members.map((member, number) => this.#load(member, load(number)));
    const failure = [...started, ...(await Promise.allSettled(loaded))].find(
      (one) => one.status === "rejected",
    );
    if (failure !== undefined) {
      await Promise.all(members.map((member) => member.end()));
      throw failure.reason;
    }
    this.list.push(...(await Promise.all(loaded)));
  }

  /** How many operations, and how many changes, have been acknowledged so far, at least. */
  get acknowledged(): MemberNotice {
    return this.list.reduce(
      (sum, { acknowledged: { operations, changes } }) => ({
        operations: sum.operations + operations,
        changes: sum.changes + changes,
      }),
      { operations: 0, changes: 0 },
    );
  }

  /** Asks those that go on for what has been acknowledged by now, reported or not. */
  async report(): Promise<void> {
    const asked = this.list.filter(({ isStopped, isKilled }) => !isStopped && !isKilled);
    const reports = asked.map(async (member) => {
      member.acknowledged = await member.order<MemberNotice>({ order: "report" });
    });
    await this.unlessBroken(Promise.all(reports));
  }

  /** Resolves to whether the condition was true, at some notice, before the time was over. */
  async until(condition: () => boolean, milliseconds: number): Promise<boolean> {
    const met = defer<boolean>();
    const timer = setTimeout(() => met.resolve(condition()), milliseconds);
    const look = (): void => {
      if (condition()) met.resolve(true);
    };
    this.#listeners.add(look);
    look();
    try {
      return await this.unlessBroken(met.promise);
    } finally {
      clearTimeout(timer);
      this.#listeners.delete(look);
    }
  }

  unlessBroken<Result>(promise: PromiseLike<Result>): Promise<Result> {
    return Promise.race([promise, this.#broken]);
  }

  signal(member: RoundMember, signal: "SIGSTOP" | "SIGCONT"): void {
    if (member.isKilled) return;
    process.kill(member.pid, signal);
    member.isStopped = signal === "SIGSTOP";
  }

  async kill(member: RoundMember): Promise<void> {
    member.isKilled = true;
    await member.end();
  }

  /** Ends all of them, wherever they are. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.list.map((member) => member.end()));
  }

  async #load(
    member: Member<MemberOrder, unknown>,
    load: Extract<MemberOrder, { order: "load" }>,
  ): Promise<RoundMember> {
    const pid = (await member.ask(load)) as number;
    const one: RoundMember = {
      name: member.name,
      journal: load.journal,
      pid,
      isStopped: false,
      isKilled: false,
      acknowledged: { operations: 0, changes: 0 },
      order: async <Reply>(order: MemberOrder) => (await member.ask(order)) as Reply,
      end: () => member.end(),
    };
    member.onNotice((notice) => {
      one.acknowledged = notice as MemberNotice;
      for (const listener of this.#listeners) listener();
    });
    void member.ended.then((end) => {
      if (!this.#isEnding && !one.isKilled) this.#break(MemberFailure.ofEnd(member.name, end));
    });
    return one;
  }
}
