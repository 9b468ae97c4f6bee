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
  readonly programs: readonly [string, ...string[]];

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

  /**
   * The arguments of the first program, which is the server: it listens on 127.0.0.1 alone, and keeps
   * its files in the folder. Every user of the machine can see them.
   */
  words(site: Site): readonly string[];

  /** A line of the server's log that says that it serves. */
  readonly readyLine: RegExp;

  /** What a client library takes for a server of ours. */
  urlAt(port: number): string;

  /** What ends a server of ours together with its processes and its shared memory. */
  readonly endSignal: "SIGKILL" | "SIGQUIT";

  /** What a server that was killed leaves outside of its folder, such as shared memory. */
  removeRemains?(site: Site): Promise<void>;

  /**
   * Connects as a strategy does, and looks whether the server has what the strategies use.
   *
   * @returns the server's version: "7.0.15".
   * @throws {ServiceError} if it cannot be used.
   */
  inspect(url: string, signal: AbortSignal): Promise<string>;

  /**
   * Writes something whose name begins with the namespace, and removes it.
   *
   * @throws {ServiceError} if the server, or its user, may not write.
   */
  tryWriting(url: string, namespace: string, signal: AbortSignal): Promise<void>;

  /** The names of all that begins with the prefix: "table public.x". */
  list(url: string, prefix: string, signal: AbortSignal): Promise<readonly string[]>;

  /** Removes all of them, and nothing else. That one is gone meanwhile is no error. */
  removeAll(url: string, prefix: string, signal: AbortSignal): Promise<void>;
}

/** Where a server of ours runs. */
export interface Site {
  /** Its own folder, and that of its user. */
  readonly folder: string;
  /** A folder that all servers of the service have, for what takes long to make. */
  readonly sharedFolder: string;
  readonly port: number;
  /** The service's settings, replaced and followed by those of its start. */
  readonly settings: Readonly<Record<string, string>>;
  /**
   * Runs a program to its end, as the server's user.
   *
   * @param program one of the service's, or one that is on the PATH.
   * @throws {ServiceError} with the last line that it printed, if it fails.
   */
  run(program: string, words: readonly string[]): Promise<void>;
}
