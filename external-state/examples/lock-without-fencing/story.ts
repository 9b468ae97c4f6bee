import { once, EventEmitter } from "node:events";
import type { Log } from "../../../examples/example.ts";
import type { ServerExample } from "../server-example.ts";
import { sell as sellWithToken } from "./right-with-a-fencing-token.ts";
import { sell as sellWithoutLock } from "./right-without-a-lock.ts";
import { openStock, piecesIn, type Sell } from "./stock.ts";
import { sell as sellWrongly } from "./wrong.ts";

/** The first worker stands still while it packs, until the second one has sold its piece. */
async function sellTwo(sell: Sell, url: string, log: Log): Promise<void> {
  const redis = await openStock(url);
  const news = new EventEmitter();
  const [firstPacks, secondSold] = [once(news, "first packs"), once(news, "second sold")];
  let packed = 0;
  const first = sell(redis, async () => {
    packed += 1;
    news.emit("first packs");
    await secondSold;
  });
  await firstPacks;
  await sell(redis, async () => void (packed += 1));
  news.emit("second sold");
  await first;
  log(
    `2 of 10 pieces sold, after packing ${packed}; the stock says ${await piecesIn(redis)} are left`,
  );
  await redis.close();
}

export const story: ServerExample = {
  title: "A lock in Redis without a fencing token",
  service: "redis",
  versions: {
    wrong: (url, log) => sellTwo(sellWrongly, url, log),
    "right, with a fencing token": (url, log) => sellTwo(sellWithToken, url, log),
    "right, without a lock": (url, log) => sellTwo(sellWithoutLock, url, log),
  },
};
