import type { Example, Log } from "../example.ts";
import { Bank, type Account } from "./account.ts";
import { openAccount as openLockedAccount } from "./right-with-a-mutex.ts";
import { AccountActor } from "./right-with-an-actor.ts";
import { openAccount } from "./wrong.ts";

const OPENING = 100;
const PRICE = 80;

/** A customer with 100 clicks on "buy" twice. The balance is enough for one of the two orders. */
async function clickTwice(open: OpenAccount, log: Log): Promise<void> {
  const bank = new Bank();
  const account = open(OPENING, bank, log);
  await Promise.all([account.buy("order A", PRICE), account.buy("order B", PRICE)]);
  log(`the bank took ${bank.taken} of ${OPENING}; the balance says ${account.balance}`);
}

type OpenAccount = (opening: number, bank: Bank, log: Log) => Account;

export const story: Example = {
  title: "A balance charged twice",
  versions: {
    wrong: (log) => clickTwice(openAccount, log),
    "right, with a mutex": (log) => clickTwice(openLockedAccount, log),
    "right, with an actor": (log) =>
      clickTwice((opening, bank, said) => new AccountActor(opening, bank, said), log),
  },
};
