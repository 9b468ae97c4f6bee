/** A service as the keeper uses it: what it throws becomes one line without credentials. */
import { ServiceError } from "./service-error.ts";
import type { Service } from "./service.ts";
import { shownUrl } from "./shown-url.ts";
import { unlessAborted } from "./unless-aborted.ts";
import { assertNewEnough } from "./version.ts";

/** How long a server of the user may take to answer, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Checks a server of the user.
 *
 * @returns its version.
 * @throws {ServiceError} if it cannot be used.
 */
export async function check(service: Service, url: string, namespace: string): Promise<string> {
  assertUrl(service, url);
  return inWords(service, url, async (signal) => {
    const version = await service.inspect(url, signal);
    assertNewEnough(version, service, shownUrl(url));
    await service.tryWriting(url, namespace, signal);
    return version;
  });
}

/**
 * Removes all that is named by the prefix.
 *
 * @returns what may be left, in one line; undefined if nothing is.
 */
export async function sweep(
  service: Service,
  url: string,
  prefix: string,
): Promise<string | undefined> {
  try {
    const left = await inWords(service, url, async (signal) => {
      await service.removeAll(url, prefix, signal);
      return service.list(url, prefix, signal);
    });
    if (left.length === 0) return undefined;
    return `${shownUrl(url)} still has ${left.join(", ")}: remove what is named ${prefix}*`;
  } catch (error) {
    const { message } = error as Error;
    return `${message}; what is named ${prefix}* may be left there`;
  }
}

/** Calls the service with a time limit. What it throws that is no ServiceError becomes one. */
export async function inWords<Result>(
  { title }: Service,
  url: string,
  use: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    // A client library may not heed the signal.
    return await unlessAborted(use(signal), signal);
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const where = shownUrl(url);
    if (signal.aborted) {
      const seconds = PATIENCE_MS / 1_000;
      throw new ServiceError("UNREACHABLE", `${where} gives no answer of ${title} in ${seconds} s`);
    }
    const networkCode = networkCodeOf(error);
    if (networkCode !== undefined) {
      throw new ServiceError("UNREACHABLE", `${where} cannot be reached (${networkCode})`);
    }
    throw new ServiceError(
      "NOT_THIS_SERVICE",
      `${where} does not answer as ${title}: ${lineOf(error, url)}`,
    );
  }
}

function assertUrl(service: Service, url: string): void {
  const { id, title, protocols } = service;
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol !== undefined && protocols.includes(protocol)) return;
  throw new ServiceError(
    "WRONG_URL",
    `what was given for ${title} is no URL of ${protocols.map((each) => `${each}//`).join(" or ")}; ` +
      `write --${id} ${service.urlAt(DOCUMENTED_PORT)}`,
  );
}

/** In examples of a URL. */
const DOCUMENTED_PORT = 1234;

/** Of the system: no server listens there, there is no such host, or no way to it. */
const NETWORK_CODES = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT|EAI_AGAIN)$/;

/** Client libraries put the system's error into their own. */
function networkCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, "code");
  if (typeof code === "string" && NETWORK_CODES.test(code)) return code;
  return networkCodeOf(error.cause);
}

/** The first line of a message, in which no part of the URL's credentials is left. */
function lineOf(error: unknown, url: string): string {
  const { username, password, search } = new URL(url);
  const secrets = [username, password].flatMap((text) => [text, decodeURIComponent(text)]);
  secrets.push(...new URLSearchParams(search).values());
  let line = (error instanceof Error ? error.message : String(error)).trim().split("\n")[0] ?? "";
  for (const secret of secrets) if (secret !== "") line = line.replaceAll(secret, "…");
  return line;
}
