import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { expect, test } from "vitest";
import { Outbox } from "../src/outbox.ts";

/** What has arrived at the other end, message by message. */
async function messagesAfter(
  isBatched: boolean,
  posts: (outbox: Outbox) => void,
): Promise<{ messages: unknown[]; unsendable: unknown[] }> {
  const { port1, port2 } = new MessageChannel();
  const unsendable: unknown[] = [];
  const onUnsendable = ([first]: readonly unknown[]): unknown => unsendable.push(first);
  posts(new Outbox(port1, { isBatched, fieldsPerRecord: 2, onUnsendable }));
  await new Promise(setImmediate);
  const messages: unknown[] = [];
  for (;;) {
    const received = receiveMessageOnPort(port2);
    if (received === undefined) break;
    messages.push(received.message);
  }
  port1.close();
  return { messages, unsendable };
}

const fewPosts = (outbox: Outbox): void => {
  outbox.post(1, "a");
  // Clients go on in microtasks; what they ask then belongs to the same turn.
  void Promise.resolve().then(() => outbox.post(2, "b"));
};

test("what one turn of the event loop posts leaves in one message", async () => {
  expect((await messagesAfter(true, fewPosts)).messages).toEqual([[1, "a", 2, "b"]]);
});

test("without batches each record is a message", async () => {
  const { messages } = await messagesAfter(false, fewPosts);
  expect(messages).toEqual([
    [1, "a"],
    [2, "b"],
  ]);
});

test("a record that cannot be copied is named, and keeps none of its batch", async () => {
  for (const isBatched of [true, false]) {
    const { messages, unsendable } = await messagesAfter(isBatched, (outbox) => {
      outbox.post(1, "a");
      outbox.post(2, () => {});
      outbox.post(3, "c");
    });
    expect(unsendable).toEqual([2]);
    expect(messages).toEqual([
      [1, "a"],
      [3, "c"],
    ]);
  }
});
