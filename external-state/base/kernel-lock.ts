/**
 * A lock of the kernel on part of a file, as one process takes it: an open file description lock on
 * Linux (`F_OFD_SETLK`), `flock` on macOS, `LockFileEx` on Windows. It belongs to the file as this
 * process opened it, and the kernel releases it when the process ends, however that happens.
 *
 * The kernel gives a free lock to the process that asks first, and a process that has just released
 * it is quicker than one that has yet to be woken. So a lock here is two: a *turnstile*, held while
 * a process waits for the state and by one process at a time, and the state itself. A process that
 * wants the state again must pass the turnstile first, and finds it closed for as long as another
 * process waits behind it. That one is overtaken by none. Those that wait at the turnstile are
 * queued by the kernel in the order in which they came, and may only be overtaken by a process that
 * arrives in the microseconds in which the first of them is woken.
 *
 * Invariants:
 * - A process that takes the state holds the turnstile at that moment.
 * - A process holds the turnstile only until it has the state, so it holds it no longer than another
 *   process holds the state.
 * - For one process a lock that it holds already is free: the kernel tells apart open files, not
 *   callers. So a process must not ask for a lock that it holds or waits for: QueuedLock sees to it.
 */
import type { FileHandle } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { tryLock, unlock, waitForLock } from "fs-native-extensions";

/** The files as this process opened them. Both are locked at the same place. */
export interface LockedFiles {
  readonly turnstile: FileHandle;
  readonly state: FileHandle;
}

/** A range of bytes. A length of 0 is the whole file. */
export interface LockedRange {
  readonly offset: number;
  readonly length: number;
}

/** How many threads of this process may wait in the kernel. Further waits look once per millisecond. */
const MAXIMUM_THREADS = 16;
const LOOK_INTERVAL_MS = 1;

let threads = 0;

/** Takes the lock if it is free, and no process waits for it. */
export function tryTake(
  { turnstile, state }: LockedFiles,
  { offset, length }: LockedRange,
): boolean {
  if (!tryLock(turnstile.fd, offset, length)) return false;
  try {
    return tryLock(state.fd, offset, length);
  } finally {
    unlock(turnstile.fd, offset, length);
  }
}

/**
 * Waits for the lock, and resolves when this process has it. The wait cannot be called off, and keeps
 * the process alive.
 */
export async function take({ turnstile, state }: LockedFiles, range: LockedRange): Promise<void> {
  await waitFor(turnstile, range);
  try {
    await waitFor(state, range);
  } finally {
    unlock(turnstile.fd, range.offset, range.length);
  }
}

/** Whether another process waits for the lock. To be asked by its holder. */
export function isContended({ turnstile }: LockedFiles, { offset, length }: LockedRange): boolean {
  if (!tryLock(turnstile.fd, offset, length)) return true;
  unlock(turnstile.fd, offset, length);
  return false;
}

export function release({ state }: LockedFiles, { offset, length }: LockedRange): void {
  unlock(state.fd, offset, length);
}

async function waitFor({ fd }: FileHandle, { offset, length }: LockedRange): Promise<void> {
  if (tryLock(fd, offset, length)) return;
  if (threads < MAXIMUM_THREADS) {
    threads += 1;
    try {
      await waitForLock(fd, offset, length);
    } finally {
      threads -= 1;
    }
    return;
  }
  while (!tryLock(fd, offset, length)) await setTimeout(LOOK_INTERVAL_MS);
}
