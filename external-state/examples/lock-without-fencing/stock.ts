/** Ten pieces in stock, and a lock with a lease, both in Redis. */
import { createClient } from "redis";

export type Redis = ReturnType<typeof clientOf>;

export const STOCK = "stock";
export const LOCK = "lock";
export const FENCE = "fence";

/** How long a lock is held before Redis gives it away, in milliseconds. */
export const LEASE_MS = 100;

/** What a worker does between its look at the stock and its change. It may take longer than planned. */
export type Pack = () => Promise<void>;

/** Sells one piece. */
export type Sell = (redis: Redis, pack: Pack) => Promise<void>;

export async function openStock(url: string): Promise<Redis> {
  const redis = clientOf(url);
  await redis.connect();
  await redis.del([LOCK, FENCE]);
  await redis.set(STOCK, 10);
  return redis;
}

export async function piecesIn(redis: Redis): Promise<number> {
  return Number(await redis.get(STOCK));
}

function clientOf(url: string) {
  return createClient({ url });
}
