/**
 * `--services`, and for each service a flag named after it, as `--redis URL`, which uses a server of
 * the user's. The services are those that have a folder.
 */
import { InvalidArgumentError, type Command } from "@commander-js/extra-typings";
import { keepSecret } from "@sync-strategies/command-kit";
import { serviceNames } from "@sync-strategies/command-kit/strategies";

export interface RequestedServices {
  /** Whose strategies are meant where none is named; undefined for those of all services. */
  readonly meant: readonly string[] | undefined;
  /** The servers of the user's, by service. */
  readonly urls: ReadonlyMap<string, string>;
}

const names = serviceNames();

/** What a URL begins with that is in a variable, where no list of processes shows it. */
const VARIABLE = "env:";

export function addUrlFlags(command: Command): void {
  for (const name of names) {
    const help = `use this server of ${name}, in a namespace of ours; env:NAME takes it from a variable`;
    command.option(`--${name} <url>`, help, parseUrl);
  }
}

function parseUrl(typed: string): string {
  const isNamed = typed.startsWith(VARIABLE);
  const variable = typed.slice(VARIABLE.length);
  const url = isNamed ? process.env[variable] : typed;
  if (!url) {
    throw new InvalidArgumentError(
      isNamed ? `There is no variable ${variable}.` : "Write a URL, or env:NAME.",
    );
  }
  keepSecret(url);
  return url;
}

/** What the flags ask for; undefined if they ask for no service. */
export function requestedServices(
  flags: Readonly<Record<string, unknown>>,
): RequestedServices | undefined {
  const typed = names.flatMap((name) => {
    const url = flags[name];
    return typeof url === "string" ? [[name, url] as const] : [];
  });
  if (flags["services"] === true) return { meant: undefined, urls: new Map(typed) };
  if (typed.length === 0) return undefined;
  return { meant: typed.map(([name]) => name), urls: new Map(typed) };
}
