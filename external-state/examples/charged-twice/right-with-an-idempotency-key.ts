import { randomUUID } from "node:crypto";
import { retry } from "./retry.ts";
import type { Charge } from "./shop.ts";

/** All attempts at one charge carry the same key, and the table takes a key once. */
export const charge: Charge = (ask) => {
  const key = randomUUID();
  return retry(() =>
    ask("INSERT INTO charge VALUES (7, 80, $1) ON CONFLICT (attempt) DO NOTHING", [key]),
  );
};
