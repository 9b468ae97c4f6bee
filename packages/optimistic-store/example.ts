/**
 * An update remembers the value that it started from, computes, and sets its result only if no
 * other client has changed the key meanwhile. If one has, the updater runs again on the new value.
 * So nothing waits, no update is lost, and an updater may run more than once.
 */
import { OptimisticStore } from "@sync-strategies/optimistic-store";

const store = new OptimisticStore<string, number>();
await store.write("counter", 0);

let answer: (amount: number) => void = () => {};
const answered = new Promise<number>((resolve) => (answer = resolve));

let attempts = 0;
const slow = store.update("counter", async (current = 0) => {
  attempts += 1;
  console.log(`attempt ${attempts} of the slow update started from ${current}`);
  return current + (await answered);
});

const quick = await store.update("counter", (current = 0) => current + 10);
console.log(`a quick update did not wait: the counter is ${quick}`);

answer(1);
console.log(`the slow update is done: the counter is ${await slow}`);
await store.close();
