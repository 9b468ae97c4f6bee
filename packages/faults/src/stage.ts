/** What a fault has to play with: servers, members with clients, and the moments that it marks. */
import type { KeyDistribution } from "@sync-strategies/workload";

export interface Stage {
  /** An empty folder, removed when the round is over. */
  readonly folder: string;

  /**
   * Starts a server of the cell's service in an empty folder, on a free port of this machine.
   *
   * @param settings what the service's file lets a starter say, by the names that the server itself
   *   has for them: `{ appendfsync: "always" }`.
   */
  startServer(settings?: Readonly<Record<string, string>>): Promise<StageServer>;

  /**
   * Creates the state of the cell's strategy, and opens it in member processes. To be called once
   * in a round.
   */
  open(options: ClientsOptions): Promise<Clients>;

  /**
   * Marks a moment at which something is done to the system: it is drawn above the lanes of a
   * violation.
   */
  mark(label: string): void;

  /**
   * Does something that is over at once, such as a kill, and marks it. The first disturbance of a
   * round is the one by which it is judged whether clients waited.
   */
  strike<Result>(label: string, act: () => Promise<Result> | Result): Promise<Result>;

  /**
   * Does something that disturbs the clients for a while, and marks when it begins.
   *
   * @param during resolves when the disturbance is over.
   */
  disturb<Result>(label: string, during: () => Promise<Result>): Promise<Result>;

  /** Rejects if a member ends meanwhile that was not killed. */
  sleep(milliseconds: number): Promise<void>;

  /** Called when the round is over, the latest first: it ends what the fault started, such as a proxy. */
  atEnd(end: () => Promise<void> | void): void;

  /** Chooses evenly, from the seed: a whole number of at least 0 and below the bound. */
  random(bound: number): number;
}

/** A server that the stage started. It is ended, and its data removed, when the round is over. */
export interface StageServer {
  /** What client libraries take. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Kills it by SIGKILL, and resolves when it has ended. */
  kill(): Promise<void>;
  /** Starts it again on the same port and the same data, and resolves when it is ready. */
  restart(): Promise<void>;
  /** Stops it by SIGSTOP: its connections stay open, and nothing answers. */
  pause(): Promise<void>;
  /** Lets it go on. */
  resume(): Promise<void>;
}

export interface ClientsOptions {
  /** How many member processes there are. */
  readonly members: number;
  /** The members, from 0, that have no clients but what {@link StageMember.hold} calls. */
  readonly holders?: readonly number[];
  /** Where the members find the service: that of a server, or of a proxy before it. */
  readonly url?: string;
  readonly workload?: ClientsWorkload;
  /**
   * What a client makes of an operation of unknown outcome. It is one that may have taken effect;
   * with `"failed"` it is recorded as one that did not, as programs do that take each error for a
   * failure.
   */
  readonly unknownIs?: "unknown" | "failed";
}

/** A closed loop with these clients in all members together; the seed is the round's. */
export interface ClientsWorkload {
  readonly readers?: number;
  readonly writers?: number;
  readonly updaters?: number;
  readonly keys?: number;
  readonly keyDistribution?: KeyDistribution;
  /** At least 1000, so that a client that fails at once lets others go on. */
  readonly pauseUs?: number;
  /** In microseconds. */
  readonly hold?: number;
}

/** The clients of all members. */
export interface Clients {
  readonly members: readonly StageMember[];

  /** Lets the workload's clients begin, and resolves when they have. */
  start(): Promise<void>;

  /**
   * Resolves when the clients have this many further operations acknowledged.
   *
   * @throws {Error} if that takes more than ten seconds.
   */
  acknowledged(operations: number): Promise<void>;

  /**
   * Resolves to true when clients have been acknowledged changes that they called from now on, or to
   * false when this time is over.
   */
  servedWithin(milliseconds: number): Promise<boolean>;
}

/** One process with clients. */
export interface StageMember {
  /** As people know it: "process 1". */
  readonly name: string;

  /**
   * Calls an update whose updater is held until {@link HeldUpdate.release}, by a client that belongs to
   * no workload. Resolves when the updater has been called: it then holds what the strategy has to
   * hold.
   *
   * @throws {Error} if that takes more than ten seconds, or if the update rejects first.
   */
  hold(key: number): Promise<HeldUpdate>;

  /** Stops it by SIGSTOP: neither it nor its timers go on, and its connections stay open. */
  stop(): void;

  /** Lets it go on. */
  resume(): void;

  /** Kills it by SIGKILL, and resolves when it has ended. What it did until then is recorded. */
  kill(): Promise<void>;
}

export interface HeldUpdate {
  /** What the updater was given. */
  readonly before: number | undefined;
  readonly after: number;
  /** Lets the updater return, and resolves when the update has settled, either way. */
  release(): Promise<void>;
}
