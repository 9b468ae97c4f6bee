import {
  clientsOf,
  completeParameters,
  type MemberShare,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import type { Released } from "./member-protocol.ts";
import type { RoundMember, RoundMembers } from "./members.ts";
import type { Clients, ClientsOptions, ClientsWorkload, HeldUpdate, StageMember } from "./stage.ts";

/** How long a fault waits for the next thing that clients are expected to do, in milliseconds. */
const PATIENCE_MS = 10_000;
const PATIENCE = `${PATIENCE_MS / 1000} s`;

/** Held updates write values from here on, which no client of the workload gets to. */
const FIRST_HELD_VALUE = 1_000_000_000;

/** Enough clients to compete, and few enough for lanes. */
const defaultWorkload = {
  readers: 4,
  writers: 0,
  updaters: 4,
  keys: 2,
  pauseUs: 2000,
  hold: 1000,
} as const satisfies ClientsWorkload;

/** The clients of a round, and the updates that are held. */
export class RoundClients implements Clients {
  readonly members: readonly StageMember[];
  readonly parameters: WorkloadParameters;
  /** The clients of held updates. */
  readonly holders = new Set<number>();
  /** With what held updates rejected, by client. */
  readonly rejections = new Map<number, string>();
  readonly #members: RoundMembers;
  readonly #withWorkload: readonly RoundMember[];

  constructor(members: RoundMembers, { holders = [], workload }: ClientsOptions, seed: number) {
    this.#members = members;
    this.parameters = completeParameters({ ...defaultWorkload, ...workload, seed });
    this.#withWorkload = members.list.filter((_, number) => !holders.includes(number));
    this.members = members.list.map((member) => this.#playable(member));
  }

  async start(): Promise<void> {
    const all = this.#withWorkload;
    const starts = all.map((member, number) => {
      const share: MemberShare = { member: number, members: all.length };
      return member.order({ order: "start", parameters: this.parameters, share });
    });
    await this.#members.unlessBroken(Promise.all(starts));
  }

  async acknowledged(operations: number): Promise<void> {
    await this.#members.report();
    const done = (): number => this.#members.acknowledged.operations;
    const wanted = done() + operations;
    while (done() < wanted) {
      const before = done();
      const goesOn = await this.#members.until(() => done() > before, PATIENCE_MS);
      if (!goesOn) throw new Error(`no operation was acknowledged in ${PATIENCE}`);
    }
  }

  async servedWithin(milliseconds: number): Promise<boolean> {
    const { updaters, writers } = this.parameters;
    await this.#members.report();
    // As many may have been under way.
    const wanted = this.#members.acknowledged.changes + updaters + writers + 1;
    return this.#members.until(() => this.#members.acknowledged.changes >= wanted, milliseconds);
  }

  /** A client that has no other operation. */
  newClient(): number {
    return clientsOf(this.parameters) + this.holders.size;
  }

  #playable(member: RoundMember): StageMember {
    return {
      name: member.name,
      hold: (key) => this.#hold(member, key),
      stop: () => this.#members.signal(member, "SIGSTOP"),
      resume: () => this.#members.signal(member, "SIGCONT"),
      kill: () => this.#members.kill(member),
    };
  }

  async #hold(member: RoundMember, key: number): Promise<HeldUpdate> {
    const client = this.newClient();
    const after = FIRST_HELD_VALUE + this.holders.size;
    this.holders.add(client);
    const before = await this.#inTime(
      member.order<number | undefined>({ order: "hold", client, key, after }),
      `${member.name} was not given the state in ${PATIENCE}`,
    );
    const release = async (): Promise<void> => {
      const { rejected } = await this.#inTime(
        member.order<Released>({ order: "release", client }),
        `the update that ${member.name} held has not settled in ${PATIENCE}`,
      );
      if (rejected !== undefined) this.rejections.set(client, rejected);
    };
    return { before, after, release };
  }

  async #inTime<Result>(promise: Promise<Result>, message: string): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(message)), PATIENCE_MS);
    });
    try {
      return await this.#members.unlessBroken(Promise.race([promise, late]));
    } finally {
      clearTimeout(timer);
    }
  }
}
