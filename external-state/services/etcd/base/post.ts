/**
 * A POST over kept connections. Node's fetch would do, too, but it gives up a request that has had no
 * answer for five minutes, and one that waits for a lock may have to wait for longer.
 */
import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The connections to one server. What is idle keeps no process alive. */
export class Poster {
  readonly #base: string;
  readonly #agent: HttpAgent;
  readonly #request: typeof requestHttp;

  /** @param base what the paths are appended to: `https://etcd.example:2379`. */
  constructor(base: string) {
    const isSecure = base.startsWith("https:");
    this.#base = base;
    this.#request = isSecure ? requestHttps : requestHttp;
    this.#agent = isSecure
      ? new HttpsAgent({ keepAlive: true })
      : new HttpAgent({ keepAlive: true });
  }

  /** Rejects with the connection's error, or with an AbortError if the signal aborts first. */
  async post(
    path: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method: "POST", agent: this.#agent, headers, signal };
      this.#request(`${this.#base}${path}`, options, resolve).once("error", reject).end(body);
    });
    return { status: response.statusCode ?? 0, text: await text(response) };
  }

  /** Closes the connections. Requests that have had no answer reject. */
  close(): void {
    this.#agent.destroy();
  }
}
