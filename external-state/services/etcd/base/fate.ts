/** What an error of a request to etcd tells about the request. */
import type { Fate } from "../../../base/outcome.ts";

/**
 * The codes of gRPC with which etcd says that it did nothing: an invalid argument, not found, no
 * permission, out of resources, a failed precondition, out of range, not implemented and not
 * authenticated. After others, such as a time-out, a change may be on its way through the cluster.
 */
const NOTHING_DONE: ReadonlySet<number | undefined> = new Set([3, 5, 7, 8, 9, 11, 12, 16]);

const NOT_FOUND = 5;
const UNAUTHENTICATED = 16;

/** What Node says if no connection was made. */
const NOT_CONNECTED: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** etcd answered, and not with what was asked for. */
export class RefusedError extends Error {
  readonly grpcCode: number | undefined;

  /** @param body JSON of the gateway, or a text of what answers in its place. */
  constructor(status: number, body: string) {
    const { code, message } = reasonIn(body);
    super(`etcd refused a request: ${message ?? `HTTP status ${status}`}`);
    this.name = "RefusedError";
    this.grpcCode = code;
  }

  get isNotFound(): boolean {
    return this.grpcCode === NOT_FOUND;
  }

  get isTokenInvalid(): boolean {
    return this.grpcCode === UNAUTHENTICATED;
  }
}

export function fateOf(error: unknown): Fate {
  if (error instanceof RefusedError)
    return NOTHING_DONE.has(error.grpcCode) ? "refused" : "no reply";
  const cause = (error as { readonly cause?: { readonly code?: unknown } }).cause;
  return NOT_CONNECTED.has(cause?.code) ? "not sent" : "no reply";
}

function reasonIn(body: string): { readonly code?: number; readonly message?: string } {
  try {
    return JSON.parse(body) as { code?: number; message?: string };
  } catch {
    return {};
  }
}
