/** What an error of a request to etcd tells about the request. */
import type { Fate } from "../../../base/outcome.ts";
import { EtcdError } from "./gateway.ts";

/**
 * The codes of gRPC with which etcd says that it did nothing: an invalid argument, not found, no
 * permission, out of resources, a failed precondition, out of range, not implemented and not
 * authenticated. After others, such as a time-out, a change may be on its way through the cluster.
 */
const NOTHING_DONE: ReadonlySet<number> = new Set([3, 5, 7, 8, 9, 11, 12, 16]);

const UNAUTHENTICATED = 16;

/** What Node says if no connection was made. */
const NOT_CONNECTED: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

export function fateOf(error: unknown): Fate {
  if (error instanceof EtcdError) return NOTHING_DONE.has(error.grpcCode) ? "refused" : "no reply";
  const { code } = error as { readonly code?: unknown };
  return NOT_CONNECTED.has(code) ? "not sent" : "no reply";
}

export function isTokenInvalid(error: unknown): boolean {
  return error instanceof EtcdError && error.grpcCode === UNAUTHENTICATED;
}

/** Whether the lease of a request has run out. The lock service gives no code for it. */
export function isLeaseLost(error: unknown): boolean {
  return String(error).includes("requested lease not found");
}
