/** An example whose state is on a server: a story, told once for each version of the code. */
import type { Example, Log } from "../../examples/example.ts";

export interface ServerExample {
  readonly title: string;
  /** The service that it needs: "postgres". */
  readonly service: string;
  /** By name, in the order in which they are shown: the wrong one first. */
  readonly versions: Readonly<Record<string, (url: string, log: Log) => Promise<void>>>;
}

/** The example on this server, which it has to itself. */
export function exampleOn({ title, versions }: ServerExample, url: string): Example {
  const told = Object.entries(versions).map(
    ([name, play]): [string, (log: Log) => Promise<void>] => {
      return [name, (log) => play(url, log)];
    },
  );
  return { title, versions: Object.fromEntries(told) };
}
