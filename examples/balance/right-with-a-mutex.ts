import { Mutex } from "async-mutex";
import type { Log } from "../example.ts";
import type { Account, Bank } from "./account.ts";

/** The same lines behind a lock: from the look to the last write, one order at a time. */
export function openAccount(opening: number, bank: Bank, log: Log): Account {
  let balance = opening;
  const lock = new Mutex();
  return {
    get balance() {
      return balance;
    },
    buy(order, price) {
      return lock.runExclusive(async () => {
        log(`${order} sees a balance of ${balance}`);
        if (balance < price) {
          log(`${order} is refused`);
          return;
        }
        // The other order runs during this await, too, as far as its wait for the lock.
        await bank.take(price);
        balance -= price;
        log(`${order} is paid, ${balance} left`);
      });
    },
  };
}
