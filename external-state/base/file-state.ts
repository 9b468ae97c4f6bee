/** A state of numbers in a file of the place's folder, for strategies that differ in what they lock. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { LockedStore } from "@sync-strategies/shared-memory-stores/stores";
import type { SharedStrategy, StateStore, Storable } from "@sync-strategies/state-store";
import type { LockedRange } from "./kernel-lock.ts";
import { KernelLocks } from "./kernel-locks.ts";
import { createNumberFile, NumberFile } from "./number-file.ts";

/** What a member is given. */
export interface FileAddress {
  readonly path: string;
  /** The keys are the whole numbers below this one. */
  readonly keys: number;
}

/** The part of a strategy that is the same for all of them. */
export function inFile(
  openHandle: (address: FileAddress) => Promise<StateStore<number, number>>,
): Pick<SharedStrategy, "span" | "createState" | "openStore"> {
  return {
    span: "processes",
    async createState({ folder, keys }) {
      const address: FileAddress = { path: join(folder, "state"), keys };
      await createNumberFile(address.path, keys);
      return { addressFor: () => ({ address }), [Symbol.asyncDispose]: async () => {} };
    },
    async openStore<Key, Value extends Storable>(address: unknown) {
      const store = await openHandle(address as FileAddress);
      // Where values are numbers, keys are as well: the traits say so.
      return store as unknown as StateStore<Key, Value>;
    },
  };
}

/**
 * The same behind locks of the kernel.
 *
 * @param rangeOf the bytes that are locked for a key.
 */
export function inLockedFile(
  rangeOf: (key: number) => LockedRange,
): Pick<SharedStrategy, "span" | "createState" | "openStore"> {
  return inFile(async ({ path, keys }) => {
    const [state, turnstile] = await openBoth(path, `${path}.turnstile`);
    const locks = new KernelLocks({ state, turnstile }, rangeOf);
    return new LockedStore(new NumberFile(state, keys, () => locks.close()), locks);
  });
}

/** The second file holds nothing but locks, and is made by the member that comes first. */
async function openBoth(path: string, turnstilePath: string) {
  const state = await open(path, "r+");
  try {
    return [state, await open(turnstilePath, "a+")] as const;
  } catch (error) {
    await state.close();
    throw error;
  }
}
