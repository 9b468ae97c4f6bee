/**
 * Each key in use has an owner: a task that serves the requests for its key, one at a time. While
 * the owner of one key awaits an updater, later requests for that key wait in its queue, and the
 * owner of another key serves its own requests.
 */
import { OwnerPerKeyStore } from "@sync-strategies/owner-per-key-store";

const store = new OwnerPerKeyStore<string, number>();

let answer: (amount: number) => void = () => {};
const answered = new Promise<number>((resolve) => (answer = resolve));

const slow = store.update("here", async (current = 0) => {
  console.log("the owner of here awaits an updater");
  return current + (await answered);
});
const behind = store.read("here").then((value) => console.log(`the read of here found ${value}`));

await store.write("there", 7);
console.log(`the owner of there served a write and a read: ${await store.read("there")}`);

console.log("the updater gets its answer");
answer(1);
await Promise.all([slow, behind]);
await store.close();
