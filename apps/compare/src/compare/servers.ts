/**
 * The servers that a run's strategies keep their state on: those of the user, and for each other
 * service one that the services keeper starts. Whatever ends the run, the keeper clears up.
 */
import {
  CommandError,
  ExitCode,
  showProgress,
  withoutSecrets,
  wrongInput,
  type Complain,
} from "@sync-strategies/command-kit";
import { list } from "@sync-strategies/results";
import { ServiceError, startKeeper, type Keeper, type Server } from "@sync-strategies/servers";
import type { ServicePlace } from "@sync-strategies/state-store";

export interface ServersRequest {
  /** The services that the strategies need. */
  readonly wanted: readonly string[];
  /** The servers of the user's, by service. */
  readonly urls: ReadonlyMap<string, string>;
  /** Whether the strategies were named: then a service that is not installed is wrong input. */
  readonly isNamed: boolean;
}

export interface ServersContext {
  readonly signal: AbortSignal;
  readonly complain: Complain;
}

export class Servers {
  /** One for each service of ours that cannot be had. The others can be used. */
  readonly problems: readonly CommandError[];
  readonly #keeper: Keeper | undefined;
  readonly #servers: ReadonlyMap<string, Server>;
  #isClosing = false;

  private constructor(
    keeper: Keeper | undefined,
    servers: readonly Server[],
    problems: readonly CommandError[],
  ) {
    this.problems = problems;
    this.#keeper = keeper;
    this.#servers = new Map(servers.map((server) => [server.service, server]));
  }

  /**
   * Checks the user's servers, then starts the others.
   *
   * @throws {CommandError} if a server of the user's cannot be used, or if it is interrupted.
   */
  static async open(request: ServersRequest, context: ServersContext): Promise<Servers> {
    const { wanted, urls } = request;
    const unused = [...urls.keys()].find((service) => !wanted.includes(service));
    if (unused !== undefined) {
      throw wrongInput(`--${unused}: none of the strategies keeps its state in ${unused}`);
    }
    if (wanted.length === 0) return new Servers(undefined, [], []);
    showProgress(`servers: ${list(wanted)}`);
    const { signal, complain } = context;
    const keeper = await startKeeper({ signal });
    try {
      const theirs = await Promise.all(
        [...urls].map(([service, url]) =>
          keeper.connect(service, url).catch((error: unknown): never => {
            throw refusalOf(service, error);
          }),
        ),
      );
      const ours = await startEach(keeper, request);
      const servers = new Servers(
        keeper,
        [...theirs, ...ours.flatMap(({ server }) => server ?? [])],
        ours.flatMap(({ problem }) => problem ?? []),
      );
      for (const { server } of ours) {
        void server?.died.then(({ message }) => {
          if (!servers.#isClosing) complain(withoutSecrets(message));
        });
      }
      return servers;
    } catch (error) {
      await keeper.close();
      throw error;
    }
  }

  has(service: string): boolean {
    return this.#servers.has(service);
  }

  /** A namespace that no other run has, on the service's server. */
  readonly newPlace = (service: string): ServicePlace => {
    const server = this.#servers.get(service);
    if (server === undefined || this.#keeper === undefined) {
      throw new TypeError(`There is no server of ${service}.`);
    }
    return { url: server.url, namespace: this.#keeper.namespace() };
  };

  /** What the strategies ran on: "Redis 7.0.15 and Postgres 15.9, started for this run." */
  get notes(): string[] {
    const named = (isOurs: boolean): string[] =>
      [...this.#servers.values()]
        .filter((server) => server.isOurs === isOurs)
        .map(({ title, version }) => `${title} ${version}`);
    return [
      [named(true), "started for this run"] as const,
      [named(false), "at the URL that was given"] as const,
    ].flatMap(([servers, whose]) => (servers.length === 0 ? [] : [`${list(servers)}, ${whose}.`]));
  }

  /**
   * Ends and removes all that is ours.
   *
   * @returns a line for each server of the user's that may still have something of ours.
   */
  async close(): Promise<readonly string[]> {
    this.#isClosing = true;
    return (await this.#keeper?.close())?.map(withoutSecrets) ?? [];
  }
}

/** Starts all that no URL was given for. That one cannot be had costs the others nothing. */
function startEach(keeper: Keeper, { wanted, urls, isNamed }: ServersRequest) {
  const missing = wanted.filter((service) => !urls.has(service));
  return Promise.all(
    missing.map(async (service) => {
      try {
        return { server: await keeper.start(service) };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        const isMissing = error.code === "NOT_INSTALLED";
        const exitCode = isNamed ? ExitCode.wrongInput : ExitCode.fine;
        const code = isMissing ? exitCode : ExitCode.failed;
        return { problem: new CommandError(code, withoutSecrets(error.message)) };
      }
    }),
  );
}

/** What is wrong with a server of the user's is wrong with the flag that named it. */
function refusalOf(service: string, error: unknown): unknown {
  return error instanceof ServiceError
    ? wrongInput(`--${service}: ${withoutSecrets(error.message)}`)
    : error;
}
