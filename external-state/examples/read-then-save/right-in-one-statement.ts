import type { Pay } from "./accounts.ts";

/** The statement looks and changes in one step: Postgres locks the row between the two. */
export const pay: Pay = async (accounts, amount, approve) => {
  await approve();
  const { numUpdatedRows } = await accounts
    .updateTable("account")
    .set((row) => ({ balance: row("balance", "-", amount) }))
    .where("id", "=", 1)
    .where("balance", ">=", amount)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};
