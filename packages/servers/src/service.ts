/**
 * A kind of server that strategies keep their state in: Redis, Postgres. It is the default export of
 * `external-state/services/<id>/service.ts`, and only the services keeper calls its functions: in a
 * process that outlives the command, so that nothing of a run is left when the command is killed.
 *
 * Whatever a function throws is shown in one line, without credentials. A {@link ServiceError} says
 * what is wrong and what to do.
 */
export interface Service {
  /** The name of its folder. */
  readonly id: string;

  /** As people write it: "Postgres". */
  readonly title: string;

  /** What a URL of it begins with; the first is that of {@link urlAt}: "redis:". */
  readonly protocols: readonly string[];

  /** The oldest version that has all that the strategies use: "6.2". */
  readonly oldestVersion: string;

  /** What a server needs here: all programs from one folder of the PATH, or of `folders`. */
  readonly programs: readonly string[];

  /** Where they are on systems that leave them out of the PATH. A `*` is any one name, newest first. */
  readonly folders?: readonly string[];

  /** The package of Debian and Ubuntu that has them. */
  readonly debianPackage: string;

  /** Whether its server refuses to run as root. Then it runs as the user `nobody`. */
  readonly refusesRoot?: boolean;

  /**
   * How a server of ours is set, unless its start says otherwise: no commit is forced onto the disk,
   * since the time measured is that of sharing, and a server that is killed loses nothing by it.
   */
  readonly settings: Readonly<Record<string, string>>;

  /** Makes the server's folder ready for its first start. */
  prepare?(site: Site): Promise<void>;

  /** How the server is started. It listens on 127.0.0.1 alone, and keeps its files in the folder. */
  command(site: Site): Command;

  /** A line of the server's log that says that it serves. */
  readonly readyLine: RegExp;

  /** What a client library takes for a server of ours. */
  urlAt(port: number): string;

  /** What ends a server of ours together with its processes and its shared memory. */
  readonly endSignal: "SIGKILL" | "SIGQUIT";

  /** What a server that was killed leaves outside of its folder, such as shared memory. */
  removeRemains?(site: Site): Promise<void>;

  /**
   * Connects as a strategy does, writes under the namespace and removes what it wrote.
   *
   * @returns the server's version.
   * @throws {ServiceError} if that cannot be done.
   */
  inspect(url: string, namespace: string, signal: AbortSignal): Promise<string>;

  /**
   * Removes whatever has a name that begins with the prefix, and nothing else. It says nothing of
   * what is gone already.
   */
  removeAll(url: string, prefix: string, signal: AbortSignal): Promise<void>;
}

/** Where a server of ours runs. */
export interface Site {
  /** Its own folder, and that of its user. */
  readonly folder: string;
  readonly port: number;
  /** The service's settings, replaced and followed by those of its start. */
  readonly settings: Readonly<Record<string, string>>;
  /** The path of one of the service's programs. */
  program(name: string): string;
  /**
   * Runs one of the service's programs to its end, as the server's user.
   *
   * @throws {ServiceError} with the last line that it printed, if it fails.
   */
  run(name: string, words: readonly string[]): Promise<void>;
}

/** A program and its arguments, which every user of the machine can see. */
export interface Command {
  readonly program: string;
  readonly words: readonly string[];
}
