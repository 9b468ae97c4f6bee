/** A service at a URL: whatever goes wrong there becomes one line without credentials. */
import { ServiceError } from "./service-error.ts";
import type { Service } from "./service.ts";
import { shownUrl } from "./shown-url.ts";
import { unlessAborted } from "./unless-aborted.ts";
import { assertNewEnough } from "./version.ts";

export class ServiceAt {
  readonly service: Service;
  readonly url: string;
  readonly #patienceMs: number;

  /**
   * @param patienceMs how long the server may take to answer.
   * @throws {ServiceError} if that is no URL of the service.
   */
  constructor(service: Service, url: string, patienceMs: number) {
    assertUrl(service, url);
    this.service = service;
    this.url = url;
    this.#patienceMs = patienceMs;
  }

  /**
   * @param where names the server, should it be too old.
   * @throws {ServiceError} if it cannot be used.
   */
  async version(where = shownUrl(this.url)): Promise<string> {
    const version = await this.#use((signal) => this.service.inspect(this.url, signal));
    assertNewEnough(version, this.service, where);
    return version;
  }

  /** @throws {ServiceError} if nothing can be written there. */
  tryWriting(namespace: string): Promise<void> {
    return this.#use((signal) => this.service.tryWriting(this.url, namespace, signal));
  }

  list(prefix: string): Promise<readonly string[]> {
    return this.#use((signal) => this.service.list(this.url, prefix, signal));
  }

  /**
   * Removes all that is named by the prefix.
   *
   * @returns what may be left, in one line; undefined if nothing is.
   */
  async sweep(prefix: string): Promise<string | undefined> {
    try {
      await this.#use((signal) => this.service.removeAll(this.url, prefix, signal));
      const left = await this.list(prefix);
      if (left.length === 0) return undefined;
      return `${shownUrl(this.url)} still has ${left.join(", ")}: remove what is named ${prefix}*`;
    } catch (error) {
      return `${(error as Error).message}; what is named ${prefix}* may be left there`;
    }
  }

  /** Calls the service with a time limit. What it throws that is no ServiceError becomes one. */
  async #use<Result>(use: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const signal = AbortSignal.timeout(this.#patienceMs);
    try {
      // A client library may not heed the signal.
      return await unlessAborted(use(signal), signal);
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      throw signal.aborted ? this.#timedOut() : this.#failed(error);
    }
  }

  #timedOut(): ServiceError {
    const line = `gives no answer of ${this.service.title} within ${this.#patienceMs / 1_000} s`;
    return new ServiceError("UNREACHABLE", `${shownUrl(this.url)} ${line}`);
  }

  #failed(error: unknown): ServiceError {
    const where = shownUrl(this.url);
    const networkCode = networkCodeOf(error);
    if (networkCode !== undefined) {
      return new ServiceError("UNREACHABLE", `${where} cannot be reached (${networkCode})`);
    }
    const line = `${where} does not answer as ${this.service.title}: ${lineOf(error, this.url)}`;
    return new ServiceError("NOT_THIS_SERVICE", line);
  }
}

function assertUrl(service: Service, url: string): void {
  const { id, title, protocols } = service;
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol !== undefined && protocols.includes(protocol)) return;
  const beginnings = protocols.map((each) => `${each}//`).join(" or ");
  throw new ServiceError(
    "WRONG_URL",
    `a URL of ${title} begins with ${beginnings}; write --${id} ${service.urlAt(DOCUMENTED_PORT)}`,
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

/** The first line of what is behind an error, in which no part of the URL's credentials is left. */
function lineOf(error: unknown, url: string): string {
  const { username, password, search } = new URL(url);
  const secrets = [username, password].flatMap((text) => [text, decodeURIComponent(text)]);
  secrets.push(...new URLSearchParams(search).values());
  let line = innermostMessage(error).trim().split("\n")[0] ?? "";
  for (const secret of secrets) if (secret !== "") line = line.replaceAll(secret, "…");
  return line;
}

function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? innermostMessage(error.cause) : error.message;
}
