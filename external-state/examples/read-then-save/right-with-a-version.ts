import type { Pay } from "./accounts.ts";

/** The row is saved only if it is still the version that was loaded; otherwise all begins anew. */
export const pay: Pay = async (accounts, amount, approve) => {
  for (;;) {
    const account = await accounts
      .selectFrom("account")
      .selectAll()
      .where("id", "=", 1)
      .executeTakeFirstOrThrow();
    if (account.balance < amount) return false;
    await approve();
    const { numUpdatedRows } = await accounts
      .updateTable("account")
      .set({ balance: account.balance - amount, version: account.version + 1 })
      .where("id", "=", 1)
      .where("version", "=", account.version)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) return true;
  }
};
