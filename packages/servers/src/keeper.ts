/**
 * The services keeper, as a command sees it: it starts servers, checks those of the user, and ends
 * and removes all that came of it, also when the command is killed.
 */
import type { ServiceError } from "./service-error.ts";

/** A server that can be used. */
export interface Server {
  /** The service's id: "redis". */
  readonly service: string;
  /** As people write it: "Redis". */
  readonly title: string;
  /** What client libraries take. It may hold credentials: it is shown nowhere. */
  readonly url: string;
  readonly version: string;
  /** Whether the keeper started it; otherwise it is the user's. */
  readonly isOurs: boolean;

  /** The names of all that the server has in the namespace: "table public.x". Empty if nothing. */
  contentsOf(namespace: string): Promise<readonly string[]>;
}

/** A server that the keeper started, in a new folder, for this command alone. */
export interface LocalServer extends Server {
  readonly isOurs: true;
  readonly port: number;

  /** Resolves if the server ends though nothing of ours ended it; otherwise it never does. */
  readonly died: Promise<ServiceError>;

  /** Kills the server and all of its processes with SIGKILL, and resolves when they have ended. */
  kill(): Promise<void>;

  /** Starts a server that was killed again, on the same port and data, and resolves when it serves. */
  restart(): Promise<void>;

  /** Stops all of the server's processes with SIGSTOP: connections stay, and nothing answers. */
  pause(): Promise<void>;

  /** Lets them go on. */
  resume(): Promise<void>;

  /** Ends the server, and removes its folder. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /**
   * Settings by name, in the server's own words, which replace those that the service has:
   * `{ appendonly: "yes" }`, `{ synchronous_commit: "off" }`.
   */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface KeeperOptions {
  /** What waits for the keeper rejects with the signal's reason. It is closed by `close` alone. */
  readonly signal?: AbortSignal | undefined;
  /** How long a server may take to answer, in milliseconds: 10 s if missing. */
  readonly patienceMs?: number;
  /** Where the services are, a folder each: those of the repository, if missing. */
  readonly services?: string;
}

export interface Keeper {
  /** The ids of all services: the names of their folders. */
  readonly services: readonly string[];

  /**
   * Starts a server on a free port of the loopback interface, and resolves when it serves.
   *
   * @throws {ServiceError} in one line: how to install it, or why it did not start.
   */
  start(service: string, options?: StartOptions): Promise<LocalServer>;

  /**
   * Checks a server of the user: that it is there, takes the credentials, is new enough, and lets us
   * write. All that is named by our namespaces is removed from it at the end, and nothing else.
   *
   * @throws {ServiceError} in one line, without credentials.
   */
  connect(service: string, url: string): Promise<Server>;

  /** A namespace that no state has had: up to 40 lower-case letters, digits and underscores. */
  namespace(): string;

  /**
   * Removes what is left in the namespaces, ends the servers, and removes their folders. To call it
   * again does nothing.
   *
   * @returns a line for each server of the user that may still have something of ours.
   */
  close(): Promise<readonly string[]>;
}
