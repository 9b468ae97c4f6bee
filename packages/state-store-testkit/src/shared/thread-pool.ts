/**
 * Threads that serve one test after the other: to start one takes longer than most tests.
 *
 * Invariant: between two tests every thread of the pool is alive and has nothing open.
 */
import { Thread } from "./thread.ts";

/** A thread that cannot clear what a test left for this long is replaced, in milliseconds. */
const CLEARING_MS = 1000;

/** Taken here, because tests may replace the timers of the platform. */
const { setTimeout, clearTimeout } = globalThis;

export const THREADS = 2;

export class ThreadPool implements AsyncDisposable {
  #threads: Thread[] = [];

  /** All threads, those that ended replaced. */
  async take(): Promise<readonly Thread[]> {
    const alive = this.#threads.filter((thread) => !thread.hasEnded);
    const names = Array.from({ length: THREADS }, (_, member) => `thread ${member + 1}`);
    this.#threads = await Promise.all(
      names.map(async (name) => alive.find((each) => each.name === name) ?? Thread.start(name)),
    );
    return this.#threads;
  }

  /** Ends what the test left open in the threads. */
  async clear(): Promise<void> {
    await Promise.all(
      this.#threads.map(async (thread) => {
        thread.onProgress = () => {};
        const cleared = thread.order({ order: "clear" }).then(() => true);
        const isCleared = await isDoneInTime(cleared);
        if (!isCleared || thread.mayEnd) await thread.terminate();
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.terminate()));
  }
}

/** Whether the promise resolves in time. No verdict depends on it. */
export async function isDoneInTime(done: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), CLEARING_MS);
  });
  const ended = done.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}
