/**
 * How an operation ends whose request to a server failed.
 *
 * A client library reports every failure by an error, and only some of these errors say that nothing
 * happened. If the connection is lost after the request was sent, the server may have carried it out.
 * A caller that takes this for a failure and tries again does it twice, and a history that records it
 * as failed is one that no store could have produced. So each error is sorted first:
 *
 * - the server refused the request: nothing has changed, and its error is the answer;
 * - the request was not sent: nothing has changed;
 * - the request was sent, and no reply came: a read can be called again, a change is of unknown
 *   outcome. It is never sent again.
 */
import { turnIfDue } from "@sync-strategies/event-loop";
import { OutcomeUnknownError } from "@sync-strategies/state-store";

/** What became of a request, as far as its error tells. */
export type Fate = "refused" | "not sent" | "no reply";

/** Sorts the errors of one client library. What it does not know of has had no reply. */
export type FateOf = (error: unknown) => Fate;

/**
 * The server could not be reached. The operation never takes effect, and may be called again.
 */
export class UnreachableError extends Error {
  readonly code = "UNREACHABLE";

  constructor(reason: unknown) {
    super(`The server could not be reached: ${messageOf(reason)}`);
    this.name = "UnreachableError";
  }
}

/**
 * The holder's lock ran out before its change was made, and the server refused the change. The
 * operation never takes effect, and may be called again.
 */
export class LockLostError extends Error {
  readonly code = "LOCK_LOST";

  constructor() {
    super("The lock had run out and another client may have it, so the change was refused.");
    this.name = "LockLostError";
  }
}

/**
 * Settles as the request for a change does, except that its error says what became of the change.
 *
 * @throws {OutcomeUnknownError} as a rejection, if the request was sent and no reply came.
 * @throws {UnreachableError} as a rejection, if it was not sent.
 */
export async function outcomeOfChange<Result>(
  request: Promise<Result>,
  fateOf: FateOf,
): Promise<Result> {
  try {
    return await request;
  } catch (error) {
    await turnIfDue();
    if (fateOf(error) === "no reply") {
      throw new OutcomeUnknownError(
        `A change had no reply, and may or may not have taken effect: ${messageOf(error)}`,
      );
    }
    throw failureOf(error, fateOf);
  }
}

/**
 * The same for a request that changes no value: a read, or a lock that is asked for and runs out by
 * itself. Whatever became of it, the operation can be called again.
 *
 * @throws {UnreachableError} as a rejection, if no reply came.
 */
export async function outcomeOfLook<Result>(
  request: Promise<Result>,
  fateOf: FateOf,
): Promise<Result> {
  try {
    return await request;
  } catch (error) {
    // A client without a connection rejects at once, and callers that never pause would keep the event
    // loop from the turn in which it connects again.
    await turnIfDue();
    throw failureOf(error, fateOf);
  }
}

function failureOf(error: unknown, fateOf: FateOf): unknown {
  return fateOf(error) === "refused" ? error : new UnreachableError(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
