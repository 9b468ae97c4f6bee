import { withLock } from "./lease-lock.ts";
import { piecesIn, STOCK, type Sell } from "./stock.ts";

/** A worker that holds the lock believes that it still does after whatever it awaited. */
export const sell: Sell = (redis, pack) =>
  withLock(redis, async () => {
    const pieces = await piecesIn(redis);
    await pack();
    await redis.set(STOCK, pieces - 1);
  });
