/**
 * TODO: the one idea of your strategy, in a program of 10 to 40 lines that shows it. What it prints
 * must not depend on chance or time. This one shows a lock around the whole state: a client that
 * updates a key holds the lock while it awaits, and all other clients wait in the order they asked.
 */
import { TemplateStore } from "@sync-strategies/template-store";

/** A call to another service: while it is awaited, other clients run. */
async function askForAmount(): Promise<number> {
  return 1;
}

const store = new TemplateStore<string, number>();

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
