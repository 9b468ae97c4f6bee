import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StateStore, Updater } from "@sync-strategies/state-store";
import { defer } from "@sync-strategies/state-store-testkit/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KernelLocks } from "../base/kernel-locks.ts";
import fileLock from "../processes/file-lock.ts";
import fileLockPerKey, { unavailable } from "../processes/file-lock-per-key.ts";

const KEYS = 64;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "file-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Two handles on one state. For the kernel, files opened twice are like those of two processes. */
async function openTwo(
  strategy: typeof fileLock,
): Promise<readonly [StateStore<number, number>, StateStore<number, number>]> {
  const state = await strategy.createState({ members: 2, keys: KEYS, folder });
  const openOne = (member: number) =>
    strategy.openStore<number, number>(state.addressFor(member).address);
  return [await openOne(0), await openOne(1)];
}

/** An updater that adds 1 when it is let go. */
function held(): { readonly updater: Updater<number>; readonly letGo: () => void } {
  const decision = defer();
  const updater = async (value = 0): Promise<number> => {
    await decision.promise;
    return value + 1;
  };
  return { updater, letGo: decision.resolve };
}

test("a process that waits is overtaken by none of what the holder's callers asked later", async () => {
  const [one, other] = await openTwo(fileLock);
  const { updater, letGo } = held();
  const served: string[] = [];
  const serve =
    (name: string) =>
    (value = 0) => {
      served.push(name);
      return value + 1;
    };
  const holding = one.update(0, updater);
  const waiting = other.update(0, serve("the other's"));
  const later = [one.update(0, serve("a later one")), one.update(0, serve("a later one"))];
  letGo();
  await Promise.all([holding, waiting, ...later]);
  expect(served).toEqual(["the other's", "a later one", "a later one"]);
  await Promise.all([one.close(), other.close()]);
});

test("a handle closes at once when all that waited for another process has been cancelled", async () => {
  const [one, other] = await openTwo(fileLock);
  const { updater, letGo } = held();
  const holding = one.update(0, updater);
  const giveUp = new AbortController();
  const waiting = other.update(0, () => 7, { signal: giveUp.signal });
  giveUp.abort("the reason");
  await expect(waiting).rejects.toBe("the reason");
  await other.close();
  letGo();
  expect(await holding).toBe(1);
  // The kernel had a wait of the closed handle, which keeps no other waiting.
  expect(await one.update(0, (value = 0) => value + 1)).toBe(2);
  await one.close();
});

test("every number is read as it was written, by the next handle, too", async () => {
  const [one, other] = await openTwo(fileLock);
  const numbers = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE, 0.1, -1];
  await Promise.all(numbers.map((number, key) => one.write(key, number)));
  await one.close();
  expect(await Promise.all(numbers.map((_, key) => other.read(key)))).toEqual(numbers);
  expect(await other.read(numbers.length)).toBeUndefined();
  await other.close();
});

test("if the lock cannot be had, each operation says why and the handle closes", async () => {
  const file = await open(join(folder, "closed"), "w");
  await file.close();
  const locks = new KernelLocks({ state: file, turnstile: file }, () => ({ offset: 0, length: 0 }));
  const code = expect.objectContaining({ code: "EBADF" });
  const { signal } = new AbortController();
  await expect(locks.acquire(0, undefined)).rejects.toEqual(code);
  await expect(locks.acquire(0, signal)).rejects.toEqual(code);
  await expect(locks.perform(0, () => 1, signal)).rejects.toEqual(code);
  await locks.close();
});

describe.skipIf(unavailable !== undefined)("a lock per key", () => {
  test("a process may wait for more keys than it has threads for, and pass by others", async () => {
    const [one, other] = await openTwo(fileLockPerKey);
    const { updater, letGo } = held();
    const keys = Array.from({ length: KEYS - 1 }, (_, key) => key);
    const holding = keys.map((key) => one.update(key, updater));
    const waiting = keys.map((key) => other.update(key, (value = 0) => value + 10));
    expect(await other.update(KEYS - 1, () => 5)).toBe(5);
    letGo();
    await Promise.all(holding);
    expect(await Promise.all(waiting)).toEqual(keys.map(() => 11));
    await Promise.all([one.close(), other.close()]);
  });
});
