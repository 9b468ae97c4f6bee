/**
 * Ten clients add 1 to a counter. Each finds the value, awaits something, and sets the sum. Nothing
 * keeps the other nine from doing the same meanwhile, so nine of the ten additions are lost.
 */
import { UnsynchronizedStore } from "@sync-strategies/unsynchronized-store";

/** A call to another service: while it is awaited, other clients run. */
async function askForAmount(): Promise<number> {
  return 1;
}

const store = new UnsynchronizedStore<string, number>();

async function client(): Promise<void> {
  await store.update("counter", async (current = 0) => current + (await askForAmount()));
}

await Promise.all(Array.from({ length: 10 }, client));
console.log(`10 clients added 1 each; the counter is ${await store.read("counter")}`);
await store.close();
