/**
 * A lock: free, or held by one client. Its state is the holder, `null` if there is none.
 *
 * - `acquire` waits for the lock and takes it. With the output `false` the client gave up waiting,
 *   which says nothing of the lock.
 * - `tryAcquire` does not wait: it returns `true` and takes the lock if it is free, else `false`. If
 *   its answer was not recorded, either may have been so.
 * - `release` gives the lock back. Only the holder can do that. With the output `false` the lock
 *   refused it to a client that was not the holder, and nothing changed.
 *
 * The lock is not re-entrant: its holder cannot acquire it again, and is refused like any other
 * client. The holder is known by its client number, so a client that goes on under a new number is
 * another one. Nothing but `release` ends a hold: for a lock that expires, this is the model that
 * shows two holders at once.
 */
import { holdsEngine } from "../engines/holds/holds-engine.ts";
import { isUnanswered } from "../engines/holds/holds.ts";
import type { Operation } from "../history/operation.ts";
import type { Model } from "./model.ts";

type Holder = number | null;

export function lock(): Model<Holder> {
  return {
    name: "lock",
    initial: null,
    engines: [holdsEngine()],
    operations: ["acquire", "tryAcquire", "release"],
    step,
    isRead: ({ output }) => output === false,
    transition: (operation) => {
      const { client, name, output } = operation;
      if (output === false || isUnanswered(operation)) return {};
      return name === "release" ? { from: client, to: null } : { from: null, to: client };
    },
  };
}

function step(holder: Holder, operation: Operation): Holder | undefined {
  const { client, name, output } = operation;
  if (output === false) return isRefused(holder, operation) ? holder : undefined;
  if (name === "release") return holder === client ? null : undefined;
  if (holder === null) return client;
  return isUnanswered(operation) ? holder : undefined;
}

/** Whether the lock, held like this, can have refused it. */
function isRefused(holder: Holder, { client, name }: Operation): boolean {
  if (name === "tryAcquire") return holder !== null;
  return name === "acquire" || holder !== client;
}
