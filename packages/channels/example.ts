/**
 * One task owns the balance; no other task can reach it. Clients send requests over a channel, each
 * with a channel for the reply. So nothing needs a lock: share memory by communicating.
 */
import { Channel } from "@sync-strategies/channels";

interface Deposit {
  readonly amount: number;
  readonly reply: Channel<number>;
}

const deposits = new Channel<Deposit>();

async function own(): Promise<void> {
  let balance = 0;
  for await (const { amount, reply } of deposits) {
    balance += amount;
    await reply.send(balance);
  }
  console.log(`the owner ends with a balance of ${balance}`);
}

async function client(name: string): Promise<void> {
  const reply = new Channel<number>();
  await deposits.send({ amount: 10, reply });
  console.log(`${name} deposited 10; the balance is ${await reply.receive()}`);
}

const owner = own();
await Promise.all(["Ann", "Bob", "Cleo"].map(client));
deposits.close();
await owner;
