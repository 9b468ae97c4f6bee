/** What the three versions have in common: an account to buy from, and a bank that is asked. */
import { fakeLatency } from "../fake-latency.ts";

export interface Account {
  readonly balance: number;
  /** Resolves once the order is paid or refused. */
  buy(order: string, price: number): Promise<void>;
}

/** Takes the money. It is asked over the network, which takes a while. */
export class Bank {
  taken = 0;

  async take(amount: number): Promise<void> {
    await fakeLatency();
    this.taken += amount;
  }
}
