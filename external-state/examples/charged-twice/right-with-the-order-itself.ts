import { retry } from "./retry.ts";
import type { Charge } from "./shop.ts";

/** Charges only for an order that is not paid, and marks it as paid in the same statement. */
export const charge: Charge = (ask) =>
  retry(() =>
    ask(`
      WITH paid AS (UPDATE purchase SET paid = true WHERE id = 7 AND NOT paid RETURNING id)
      INSERT INTO charge SELECT id, 80, NULL FROM paid`),
  );
