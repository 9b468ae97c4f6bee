/**
 * A connection to NATS by nats.js, for a program that must know what became of its requests.
 *
 * - It connects again by itself, but only after two seconds, and ten times at most, if not told otherwise.
 * - It does not notice that a connection is lost while it is being made: it waits for the server's greeting
 *   for twenty seconds, if not told otherwise.
 * - It does not say that the connection was lost to a request that is under way: the request ends by its
 *   time-out. One that is called while there is no connection may be sent later, or not at all. So
 *   both are rejected here, and the second is not made.
 */
import { jetstream, JetStreamApiCodes, JetStreamApiError } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import { errors, type NatsConnection } from "@nats-io/transport-node";
import {
  outcomeOfChange,
  outcomeOfLook,
  UnreachableError,
  type Fate,
} from "../../../base/outcome.ts";
import { connectTo } from "./connect.ts";

const RECONNECT_WAIT_MS = 100;
const CONNECT_TIMEOUT_MS = 2000;

/** How long a request waits for a reply on a connection that seems to be there. */
const REPLY_TIMEOUT_MS = 10_000;

export class Connection {
  readonly #nats: NatsConnection;
  readonly #open = new Set<(reason: Error) => void>();
  #isConnected = true;

  private constructor(nats: NatsConnection) {
    this.#nats = nats;
    void this.#follow();
  }

  /**
   * Connects, and from then on connects again whenever the connection is lost.
   *
   * @throws {UnreachableError} as a rejection, if there is no connection to begin with.
   */
  static async to(url: string): Promise<Connection> {
    const options = {
      timeout: CONNECT_TIMEOUT_MS,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_WAIT_MS,
    };
    try {
      return new Connection(await connectTo(url, options));
    } catch (error) {
      throw new UnreachableError(error);
    }
  }

  get buckets(): Kvm {
    return new Kvm(jetstream(this.#nats, { timeout: REPLY_TIMEOUT_MS }));
  }

  /** Makes a request that changes a value. */
  change<Result>(request: () => Promise<Result>): Promise<Result> {
    return outcomeOfChange(this.#whileConnected(request), fateOf);
  }

  /** Makes a request that changes no value. */
  look<Result>(request: () => Promise<Result>): Promise<Result> {
    return outcomeOfLook(this.#whileConnected(request), fateOf);
  }

  close(): Promise<void> {
    return this.#nats.close();
  }

  #whileConnected<Result>(request: () => Promise<Result>): Promise<Result> {
    if (!this.#isConnected) return Promise.reject(new errors.ClosedConnectionError());
    return new Promise((resolve, reject) => {
      this.#open.add(reject);
      void request()
        .then(resolve, reject)
        .finally(() => this.#open.delete(reject));
    });
  }

  async #follow(): Promise<void> {
    for await (const { type } of this.#nats.status()) {
      if (type === "reconnect") this.#isConnected = true;
      if (type !== "disconnect") continue;
      this.#isConnected = false;
      for (const reject of this.#open) reject(new Error("the connection was lost"));
    }
  }
}

/**
 * The revision of an entry that was put on the condition that it had a certain one before; undefined if
 * it had another, and nothing has changed.
 */
export async function unlessLost(put: Promise<number>): Promise<number | undefined> {
  try {
    return await put;
  } catch (error) {
    const isLost =
      error instanceof JetStreamApiError &&
      error.code === JetStreamApiCodes.StreamWrongLastSequence;
    if (isLost) return undefined;
    throw error;
  }
}

/** What an error of nats.js says about the request. */
function fateOf(error: unknown): Fate {
  if (error instanceof JetStreamApiError) return "refused";
  const cause = error instanceof Error ? error.cause : undefined;
  const wasNotSent =
    error instanceof errors.ClosedConnectionError ||
    error instanceof errors.DrainingConnectionError ||
    // JetStream was not there to receive it: it is switched off, or just starting.
    (cause instanceof errors.RequestError && cause.isNoResponders());
  return wasNotSent ? "not sent" : "no reply";
}
