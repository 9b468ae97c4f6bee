/** What a command asks of its keeper, and what the keeper says unasked. */

export type KeeperRequest =
  /** The first of all. */
  | {
      readonly do: "begin";
      /** Does not exist yet; all that the keeper writes is in it. */
      readonly folder: string;
      /** With what all namespaces begin. */
      readonly prefix: string;
      /** How long a server may take to answer. */
      readonly patienceMs: number;
    }
  /** Replies with a {@link StartedServer}. */
  | {
      readonly do: "start";
      readonly moduleUrl: string;
      readonly server: number;
      readonly settings: Readonly<Record<string, string>>;
    }
  /** Replies with a {@link CheckedServer}. */
  | {
      readonly do: "connect";
      readonly moduleUrl: string;
      readonly server: number;
      readonly url: string;
    }
  /** Replies with a line if something of the prefix may be left on a server of the user. */
  | {
      readonly do: "sweep";
      readonly moduleUrl: string;
      readonly url: string;
      readonly prefix: string;
    }
  /** Replies with names. */
  | { readonly do: "list"; readonly server: number; readonly namespace: string }
  | { readonly do: ServerAction; readonly server: number }
  /** Replies with a line for each server that may still have something of ours. */
  | { readonly do: "close" };

export type ServerAction = "kill" | "restart" | "pause" | "resume" | "stop";

export interface CheckedServer {
  readonly title: string;
  readonly version: string;
}

export interface StartedServer extends CheckedServer {
  readonly url: string;
  readonly port: number;
}

export type KeeperNotice =
  /** A process, which the command ends should the keeper be killed. */
  | { readonly started: number }
  | { readonly ended: number }
  /** A server, by its number. */
  | { readonly died: number; readonly message: string };
