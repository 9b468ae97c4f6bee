/**
 * The stage of one round: it starts what a fault asks for, and ends it all. What the clients did is
 * read from their journals when they are done.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SharedState, SharedStrategy, StateStore } from "@sync-strategies/state-store";
import type { Keeper, LocalServer } from "@sync-strategies/servers";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { now } from "./clock.ts";
import type { FaultCell } from "./fault.ts";
import { JournalWriter, readJournal } from "./journal.ts";
import type { MarkedDisturbance, Played } from "./judge.ts";
import type { LoadedFrom } from "./load-strategy.ts";
import { RoundMembers } from "./members.ts";
import { RoundClients } from "./round-clients.ts";
import type { Clients, ClientsOptions, Stage, StageServer } from "./stage.ts";

/** How long the state may take to be read at the end, and to be ended, in milliseconds. */
const READING_MS = 3000;
const ENDING_MS = 2000;

/** Between two tries to read the state. */
const RETRY_MS = 50;

export interface RoundOptions {
  readonly cell: FaultCell;
  readonly seed: number;
  readonly folder: string;
  readonly strategy: SharedStrategy;
  readonly source: LoadedFrom;
  readonly startKeeper: () => Promise<Keeper>;
  /** Called as each step begins: as long as steps follow each other nothing hangs. */
  readonly onStep: () => void;
}

export class RoundStage implements Stage {
  readonly folder: string;
  readonly #options: RoundOptions;
  readonly #members = new RoundMembers();
  readonly #generator;
  readonly #disturbances: MarkedDisturbance[] = [];
  readonly #marks: { label: string; atNs: number }[] = [];
  /** Called in reverse order. */
  readonly #endings: (() => Promise<unknown> | void)[] = [];
  #keeper: Promise<Keeper> | undefined;
  #clients: RoundClients | undefined;
  #state: SharedState | undefined;
  #beganNs = 0;

  constructor(options: RoundOptions) {
    this.#options = options;
    this.folder = options.folder;
    this.#generator = xoroshiro128plus(options.seed);
  }

  async startServer(settings: Readonly<Record<string, string>> = {}): Promise<StageServer> {
    const { service } = this.#options.cell;
    if (service === undefined) throw new TypeError("a cell that starts a server names its service");
    const keeper = await this.#startedKeeper();
    this.#options.onStep();
    return stageServer(await keeper.start(service, { settings }));
  }

  async open(options: ClientsOptions): Promise<Clients> {
    const { strategy, source, seed, folder, onStep } = this.#options;
    onStep();
    await this.#members.start(options.members, (number) => ({
      order: "load",
      strategy: source,
      journal: join(folder, `journal-${number + 1}`),
      unknownIs: options.unknownIs ?? "unknown",
    }));
    const clients = new RoundClients(this.#members, options, seed);
    onStep();
    const { url, members } = options;
    const namespace = url === undefined ? "" : (await this.#startedKeeper()).namespace();
    const state = await this.#members.unlessBroken(
      strategy.createState({
        members,
        keys: clients.parameters.keys,
        folder,
        ...(url !== undefined && { service: { url, namespace } }),
      }),
    );
    onStep();
    this.#state = state;
    this.#endings.push(async () => state[Symbol.asyncDispose]());
    const opened = this.#members.list.map((member, number) =>
      member.order({ order: "open", address: state.addressFor(number).address }),
    );
    await this.#members.unlessBroken(Promise.all(opened));
    this.#endings.push(() => this.#orderAll("close"));
    this.#clients = clients;
    this.#beganNs = now();
    return clients;
  }

  mark(label: string): void {
    this.#options.onStep();
    this.#marks.push({ label, atNs: now() });
  }

  async strike<Result>(label: string, act: () => Promise<Result> | Result): Promise<Result> {
    this.mark(label);
    const result = await this.#members.unlessBroken(Promise.resolve(act()));
    // Not before it is done: what is served until then was not disturbed.
    const atNs = now();
    this.#disturbances.push({ label, fromNs: atNs, toNs: atNs });
    return result;
  }

  async disturb<Result>(label: string, during: () => Promise<Result>): Promise<Result> {
    this.mark(label);
    const fromNs = now();
    const result = await this.#members.unlessBroken(during());
    this.#disturbances.push({ label, fromNs, toNs: now() });
    return result;
  }

  async sleep(milliseconds: number): Promise<void> {
    await this.#members.unlessBroken(sleep(milliseconds));
  }

  atEnd(end: () => Promise<void> | void): void {
    this.#endings.push(end);
  }

  random(bound: number): number {
    return uniformInt(this.#generator, 0, bound - 1);
  }

  /** Lets the clients finish, and tells what they did. To be called when the fault has run. */
  async played(): Promise<Played> {
    const clients = this.#clients;
    if (clients === undefined) throw new TypeError("the fault opened no state");
    for (const member of this.#members.list) {
      if (member.isStopped) this.#members.signal(member, "SIGCONT");
    }
    const endedNs = now();
    this.#options.onStep();
    await this.#members.unlessBroken(this.#orderAll("end"));
    const { final, journal } = await this.#look(clients);
    const members = await Promise.all(
      this.#members.list.map(async ({ name, journal: path }) => ({
        name,
        journal: await readJournal(path),
      })),
    );
    return {
      journals: [...members, { name: "at the end", journal: await readJournal(journal) }],
      holders: clients.holders,
      beganNs: this.#beganNs,
      endedNs,
      disturbances: this.#disturbances.toSorted((one, other) => one.fromNs - other.fromNs),
      marks: this.#marks,
      final,
      rejections: clients.rejections,
    };
  }

  /** Ends all that was started. What cannot be ended in time ends with this process. */
  async end(): Promise<void> {
    this.#options.onStep();
    for (const end of this.#endings.toReversed()) await inTime(end);
    await this.#members.end();
    const keeper = await this.#keeper?.catch(() => undefined);
    await keeper?.close();
  }

  #startedKeeper(): Promise<Keeper> {
    return (this.#keeper ??= this.#options.startKeeper());
  }

  #orderAll(order: "end" | "close"): Promise<unknown> {
    const living = this.#members.list.filter(({ isKilled }) => !isKilled);
    return Promise.all(living.map((member) => member.order({ order })));
  }

  /**
   * Reads every key through a handle that no member has used. Its reads are part of the history: what
   * they return must have an explanation, too.
   */
  async #look(
    clients: RoundClients,
  ): Promise<{ readonly final: Played["final"]; readonly journal: string }> {
    const path = join(this.folder, "journal-of-the-end");
    const journal = new JournalWriter(path);
    try {
      const final = await Promise.race([
        this.#readAll(clients, journal),
        sleep(READING_MS, undefined),
      ]);
      return { final, journal: path };
    } finally {
      journal.close();
    }
  }

  async #readAll(clients: RoundClients, journal: JournalWriter): Promise<(number | undefined)[]> {
    const { strategy } = this.#options;
    const { address } = this.#state!.addressFor(this.#members.list.length);
    const store = await untilDone(() => strategy.openStore<number, number>(address));
    this.#endings.push(() => store.close());
    const final: (number | undefined)[] = [];
    const client = clients.newClient();
    for (let key = 0; key < clients.parameters.keys; key++) {
      final.push(await untilDone(() => read(store, key, client, journal)));
    }
    return final;
  }
}

async function read(
  store: StateStore<number, number>,
  key: number,
  client: number,
  journal: JournalWriter,
): Promise<number | undefined> {
  const operation = journal.callRead(client, key);
  try {
    const value = await store.read(key);
    journal.returnRead(operation, value);
    return value;
  } catch (error) {
    journal.rejected(client, "failed");
    throw error;
  }
}

/** Tries until it is done, or for as long as the state may take. */
async function untilDone<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const latestNs = now() + READING_MS * 1e6;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (now() >= latestNs) throw error;
      await sleep(RETRY_MS);
    }
  }
}

async function inTime(end: () => Promise<unknown> | void): Promise<void> {
  const timer = new AbortController();
  const late = sleep(ENDING_MS, undefined, { signal: timer.signal }).catch(() => {});
  // A state on a server that is gone cannot be ended, and need not be.
  const ended = (async () => end())().catch(() => {});
  await Promise.race([ended, late]);
  timer.abort();
}

function stageServer(server: LocalServer): StageServer {
  const { url, port } = server;
  return {
    url,
    host: "127.0.0.1",
    port,
    kill: () => server.kill(),
    restart: () => server.restart(),
    pause: () => server.pause(),
    resume: () => server.resume(),
  };
}
