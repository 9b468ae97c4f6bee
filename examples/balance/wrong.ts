import type { Log } from "../example.ts";
import type { Account, Bank } from "./account.ts";

/** As it is often written: look at the balance, ask the bank, write down what is left. */
export function openAccount(opening: number, bank: Bank, log: Log): Account {
  let balance = opening;
  return {
    get balance() {
      return balance;
    },
    async buy(order, price) {
      log(`${order} sees a balance of ${balance}`);
      if (balance < price) {
        log(`${order} is refused`);
        return;
      }
      const left = balance - price;
      // The other order runs during this await. It sees the balance that has been spent already.
      await bank.take(price);
      balance = left;
      log(`${order} is paid, ${balance} left`);
    },
  };
}
