import { piecesIn, STOCK, type Sell } from "./stock.ts";

const SET_IF_SAME = `
  if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call("SET", KEYS[1], ARGV[2])
  return 1`;

/** Compare-and-set: the stock is changed only if it is still what was seen. No lock is needed. */
export const sell: Sell = async (redis, pack) => {
  for (;;) {
    const pieces = await piecesIn(redis);
    await pack();
    const isSold = await redis.eval(SET_IF_SAME, {
      keys: [STOCK],
      arguments: [`${pieces}`, `${pieces - 1}`],
    });
    if (isSold === 1) return;
  }
};
