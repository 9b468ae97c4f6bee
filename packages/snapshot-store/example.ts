/**
 * Changes take turns behind a lock; reads never wait. While an updater awaits, a read finds the
 * value that was last committed, at once. The new value replaces it in one step.
 */
import { SnapshotStore } from "@sync-strategies/snapshot-store";

const store = new SnapshotStore<string, number>();
await store.write("counter", 1);

let answer: (amount: number) => void = () => {};
const answered = new Promise<number>((resolve) => (answer = resolve));

const update = store.update("counter", async (current = 0) => current + (await answered));
const write = store.write("other", 5).then(() => console.log("the write waited for the update"));

console.log(`during the update, a read finds ${await store.read("counter")}`);
answer(1);
await update;
console.log(`after the update, a read finds ${await store.read("counter")}`);
await write;
await store.close();
