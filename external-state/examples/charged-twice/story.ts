import type { Log } from "../../../examples/example.ts";
import type { ServerExample } from "../server-example.ts";
import { charge as chargeWithKey } from "./right-with-an-idempotency-key.ts";
import { charge as chargeWithOrder } from "./right-with-the-order-itself.ts";
import { Shop, type Charge } from "./shop.ts";
import { charge as chargeWrongly } from "./wrong.ts";

async function chargeOnce(charge: Charge, url: string, log: Log): Promise<void> {
  const shop = await Shop.open(url);
  try {
    await charge(shop.ask);
    log(`${shop.requests} requests for one order, and ${await shop.charges()} of 1 charge made`);
  } finally {
    await shop.close();
  }
}

export const story: ServerExample = {
  title: "A retry that charges twice",
  service: "postgres",
  versions: {
    wrong: (url, log) => chargeOnce(chargeWrongly, url, log),
    "right, with an idempotency key": (url, log) => chargeOnce(chargeWithKey, url, log),
    "right, with the order itself": (url, log) => chargeOnce(chargeWithOrder, url, log),
  },
};
