/** A lock with a lease: Redis gives it to another worker when the lease is over. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { LEASE_MS, LOCK, type Redis } from "./stock.ts";

const RETRY_MS = 5;

/** Removes the lock only if it is still this worker's. */
const RELEASE = `
  if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end`;

export async function withLock<Result>(redis: Redis, work: () => Promise<Result>): Promise<Result> {
  const owner = randomUUID();
  const options = { condition: "NX", expiration: { type: "PX", value: LEASE_MS } } as const;
  while ((await redis.set(LOCK, owner, options)) === null) await setTimeout(RETRY_MS);
  try {
    return await work();
  } finally {
    await redis.eval(RELEASE, { keys: [LOCK], arguments: [owner] });
  }
}
