/**
 * One lock guards the whole state. A client that updates a key holds the lock while it awaits; all
 * other clients wait, in the order they asked, even the reader of another key.
 */
import { MutexStore } from "@sync-strategies/mutex-store";

/** A call to another service: while it is awaited, other clients run. */
async function askForAmount(): Promise<number> {
  return 1;
}

const store = new MutexStore<string, number>();

async function add(client: string, key: string): Promise<void> {
  await store.update(key, async (current = 0) => {
    console.log(`${client} found ${current} in ${key}`);
    const next = current + (await askForAmount());
    console.log(`${client} leaves ${next} in ${key}`);
    return next;
  });
}

async function read(client: string, key: string): Promise<void> {
  console.log(`${client} read ${await store.read(key)} from ${key}`);
}

await Promise.all([add("A", "here"), add("B", "here"), read("C", "there")]);
await store.close();
