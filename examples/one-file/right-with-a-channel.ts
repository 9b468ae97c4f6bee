import type { WriteStream } from "node:fs";
import { Channel } from "@sync-strategies/channels";
import { linesOf, writeLine, type WriteReport } from "./report.ts";

interface Order {
  readonly author: string;
  /** Told when the report is in the file. */
  readonly done: Channel<void>;
}

/** One task owns the file. An author that has a report to write sends it an order, and waits. */
export function reportsInto(file: WriteStream): WriteReport {
  const orders = new Channel<Order>();
  void own(file, orders);
  return async (author) => {
    const done = new Channel<void>();
    await orders.send({ author, done });
    await done.receive();
  };
}

/** The owner. It alone has the file, and takes one order after the other. */
async function own(file: WriteStream, orders: Channel<Order>): Promise<void> {
  for await (const { author, done } of orders) {
    for await (const line of linesOf(author)) writeLine(file, line);
    await done.send();
  }
}
