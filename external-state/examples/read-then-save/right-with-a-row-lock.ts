import type { Pay } from "./accounts.ts";

/** The row is locked from the look to the change, also while the payment waits for its approval. */
export const pay: Pay = async (accounts, amount, approve) =>
  accounts.transaction().execute(async (transaction) => {
    const account = await transaction
      .selectFrom("account")
      .selectAll()
      .where("id", "=", 1)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (account.balance < amount) return false;
    await approve();
    await transaction
      .updateTable("account")
      .set({ balance: account.balance - amount })
      .where("id", "=", 1)
      .execute();
    return true;
  });
