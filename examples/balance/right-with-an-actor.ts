import { Actor, type Mailable } from "@sync-strategies/actor-store";
import type { Log } from "../example.ts";
import type { Account, Bank } from "./account.ts";

/** A purchase, as a message to the account. */
interface Purchase extends Mailable {
  readonly order: string;
  readonly price: number;
  readonly reply: (outcome: Promise<void>) => void;
}

/** The account owns its balance, and takes one purchase at a time out of its mailbox. */
export class AccountActor extends Actor<Purchase> implements Account {
  #balance: number;
  readonly #bank: Bank;
  readonly #log: Log;

  constructor(opening: number, bank: Bank, log: Log) {
    super();
    this.#balance = opening;
    this.#bank = bank;
    this.#log = log;
  }

  get balance(): number {
    return this.#balance;
  }

  buy(order: string, price: number): Promise<void> {
    return new Promise((reply) => this.post({ order, price, reply, place: -1 }));
  }

  /** While this promise is open, nothing else is taken out of the mailbox. */
  protected override async receive({ order, price, reply }: Purchase): Promise<void> {
    const outcome = this.#carryOut(order, price);
    reply(outcome);
    await Promise.allSettled([outcome]);
  }

  async #carryOut(order: string, price: number): Promise<void> {
    this.#log(`${order} sees a balance of ${this.#balance}`);
    if (this.#balance < price) {
      this.#log(`${order} is refused`);
      return;
    }
    await this.#bank.take(price);
    this.#balance -= price;
    this.#log(`${order} is paid, ${this.#balance} left`);
  }
}
