/**
 * An actor owns the state and takes one message at a time from its mailbox. Clients put messages in
 * and await the replies. While the actor awaits an updater, messages collect in the mailbox; it
 * serves them in the order of their arrival, whatever key they concern.
 */
import { ActorStore } from "@sync-strategies/actor-store/store";

const store = new ActorStore<string, number>();

let answer: (amount: number) => void = () => {};
const answered = new Promise<number>((resolve) => (answer = resolve));

const messages = [
  store.update("here", async (current = 0) => {
    console.log("1: the actor awaits an updater");
    return current + (await answered);
  }),
  store.write("there", 7).then(() => console.log("2: the write of there is done")),
  store.read("here").then((value) => console.log(`3: the read of here found ${value}`)),
  store.read("there").then((value) => console.log(`4: the read of there found ${value}`)),
];
console.log("four messages are in the mailbox; the calls have returned");

answer(1);
await Promise.all(messages);
await store.close();
