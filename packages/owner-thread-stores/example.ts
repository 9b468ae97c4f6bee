/**
 * An owner thread has the state, and grants a key to one updater at a time. While the updater of one
 * member awaits, the owner serves the others: a read finds the value in force, another key is free,
 * and who asks for the same key waits.
 *
 * Both members are in this thread here, so that the program is one file. In a worker it would be
 * `openStore` with the address that the worker was given.
 */
import { portOwner } from "@sync-strategies/owner-thread-stores";

const state = await portOwner.createState({ members: 2, keys: 0, folder: "" });
const ann = await portOwner.openStore<string, number>(state.addressFor(0).address);
const bob = await portOwner.openStore<string, number>(state.addressFor(1).address);

let answer: (amount: number) => void = () => {};
const answered = new Promise<number>((resolve) => (answer = resolve));
let granted: () => void = () => {};
const isGranted = new Promise<void>((resolve) => (granted = resolve));

const slow = ann.update("here", async (current = 0) => {
  console.log("ann was granted here, and computes");
  granted();
  return current + (await answered);
});
await isGranted;

console.log(`bob reads here: ${await bob.read("here")}`);
await bob.write("there", 7);
console.log(`bob wrote there: ${await bob.read("there")}`);
const behind = bob.update("here", (current = 0) => current + 10);
console.log("bob asks for here, and waits");

answer(1);
console.log(`ann committed ${await slow}`);
console.log(`bob was granted here, and committed ${await behind}`);

await Promise.all([ann.close(), bob.close()]);
// Ends the owner's thread.
await state[Symbol.asyncDispose]();
