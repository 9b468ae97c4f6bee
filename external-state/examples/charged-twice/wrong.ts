import { retry } from "./retry.ts";
import type { Charge } from "./shop.ts";

/** Tries again until a reply comes. What had no reply counts as not done. */
export const charge: Charge = (ask) => retry(() => ask("INSERT INTO charge VALUES (7, 80, NULL)"));
