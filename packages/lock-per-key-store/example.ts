/**
 * Each key has a lock. B waits until A has left the key that both update; C updates another key and
 * waits for neither.
 */
import { LockPerKeyStore } from "@sync-strategies/lock-per-key-store";

/** A call to another service: while it is awaited, other clients run. */
async function askForAmount(): Promise<number> {
  return 1;
}

const store = new LockPerKeyStore<string, number>();

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

await Promise.all([add("A", "here"), add("B", "here"), add("C", "there"), read("D", "here")]);
await store.close();
