import { withLock } from "./lease-lock.ts";
import { FENCE, piecesIn, STOCK, type Sell } from "./stock.ts";

/** The stock is changed only with the token that was given out last. */
const SET_IF_NEWEST = `
  if redis.call("GET", KEYS[2]) ~= ARGV[2] then return 0 end
  redis.call("SET", KEYS[1], ARGV[1])
  return 1`;

/** Each worker that gets the lock gets a number as well, higher than all before. */
export const sell: Sell = async (redis, pack) => {
  for (;;) {
    const isSold = await withLock(redis, async () => {
      const token = await redis.incr(FENCE);
      const pieces = await piecesIn(redis);
      await pack();
      return redis.eval(SET_IF_NEWEST, {
        keys: [STOCK, FENCE],
        arguments: [`${pieces - 1}`, `${token}`],
      });
    });
    if (isSold === 1) return;
  }
};
