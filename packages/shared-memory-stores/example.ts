/**
 * What waits while an updater awaits? Ann updates a number, which takes a while. Meanwhile bob reads
 * it and writes it, through a handle of another member on the same memory.
 *
 * Both members are in this thread here, so that the program is one file. In a worker it would be
 * `openStore` with the address that the worker was given.
 */
import { nextTurn } from "@sync-strategies/event-loop";
import strategies from "@sync-strategies/shared-memory-stores/strategy";

for (const strategy of strategies.filter(({ traits }) => !traits.control)) {
  console.log(strategy.id);
  await using state = await strategy.createState({ members: 2, keys: 1, folder: "" });
  await using ann = await strategy.openStore<number, number>(state.addressFor(0).address);
  await using bob = await strategy.openStore<number, number>(state.addressFor(1).address);
  await ann.write(0, 10);

  let answer: (() => void) | undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const update = ann
    .update(0, async (current = 0) => {
      console.log(`  ann sees ${current}`);
      await answered;
      return current + 1;
    })
    .then((value) => console.log(`  ann has made it ${value}`));
  await nextTurn();

  const read = bob.read(0).then((value) => console.log(`  bob has read ${value}`));
  const write = bob.write(0, 20).then(() => console.log("  bob has written 20"));
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();

  console.log("  ann is answered");
  answer?.();
  await Promise.all([update, read, write]);
  console.log(`  in the end it is ${await ann.read(0)}`);
}
