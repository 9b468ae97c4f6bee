import { expect, test } from "vitest";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { contractTests, runContractTest } from "@sync-strategies/state-store-testkit/contract";

async function messageOf(testName: string, brokenStoreId: string): Promise<string> {
  const contractTest = contractTests.find(({ name }) => name === testName)!;
  const strategy = brokenStores.find(({ id }) => id === brokenStoreId)!;
  try {
    await runContractTest(contractTest, strategy, { patienceMs: 50 });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("The store was not caught.");
}

test("a violation shows each call, its key and value, and what is open", async () => {
  const message = await messageOf(
    "close resolves only after every accepted operation has settled",
    "closes-too-early",
  );
  expect(message.split("\n")).toEqual([
    'close resolved while the update of "a" whose updater awaits, a read of "a" that waits, a write ' +
      'of "a" that waits, an update of "a" that waits, the update of "b" whose updater fails had ' +
      "not settled.",
    "",
    "The calls, in their order:",
    '  update "a"     updater given undefined',
    '  update "b"     open',
    '  read "a"       open',
    '  write "a" = 2  open',
    '  update "a"     open',
    "  close          resolved",
  ]);
});

test("of many calls the first and the last are shown", async () => {
  const message = await messageOf("loses no update when updaters await a microtask", "no-lock");
  const lines = message.split("\n").slice(3);
  expect(lines).toHaveLength(17);
  expect(lines[0]).toBe('  update "a"  updater given undefined, resolved to 1');
  expect(lines[8]).toBe("  … 85 more");
  expect(lines[16]).toBe('  read "a"    resolved to 1');
});
