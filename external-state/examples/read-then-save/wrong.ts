import type { Pay } from "./accounts.ts";

/** As it is often written with a query builder or an ORM: load the row, look, change it, save it. */
export const pay: Pay = async (accounts, amount, approve) => {
  const account = await accounts
    .selectFrom("account")
    .selectAll()
    .where("id", "=", 1)
    .executeTakeFirstOrThrow();
  if (account.balance < amount) return false;
  await approve();
  await accounts
    .updateTable("account")
    .set({ balance: account.balance - amount })
    .where("id", "=", 1)
    .execute();
  return true;
};
