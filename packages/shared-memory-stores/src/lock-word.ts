/**
 * A lock that threads share: one word of shared memory, that any thread may take by one
 * compare-and-set while it is free (Drepper, *Futexes Are Tricky*, 2011; the third of his mutexes).
 *
 * | the word | what it says |
 * |---|---|
 * | 0 | free |
 * | 1 | held |
 * | 2 | held, and threads wait that must be woken |
 * | 2 + n | the same, and the next n releases hand the lock over |
 * | -n | free, but only for a thread that was woken; after it, n - 1 more releases hand over |
 *
 * Releasing makes the lock free and wakes the thread that has waited longest. Until that thread
 * runs, some ten microseconds later, others may take the lock again and again, and so they should:
 * a lock handed over at each release would be idle most of the time. But a thread that was woken in
 * vain says so, and from then on the lock is handed over once per thread. So no thread is overtaken
 * without end, and threads that hold the lock briefly soon meet without sleeping again. Go's
 * sync.Mutex has the same two modes.
 *
 * A hand-over names no thread. The lock is only closed to the threads that were not woken, and they
 * open it themselves if it stays so (see {@link FutexLock.look}): a thread that was chosen, and
 * terminated before it could run, keeps the others waiting only briefly.
 *
 * Memory ordering: every access is atomic, and atomic accesses are sequentially consistent in
 * JavaScript. What the holder of a lock wrote is thus seen by the next one.
 */
export const FREE = 0;
const HELD = 1;
const CONTENDED = 2;

/**
 * How often a held lock is looked at before the thread waits for it: for some microseconds. Most
 * holds are over within a tenth of one; sleeping and being woken takes more than ten.
 */
const LOOKS = 200;

type Words = Int32Array<SharedArrayBuffer>;

/** Takes the lock if it is free, or becomes so in a moment. */
export function tryTake(words: Words, at: number): boolean {
  if (Atomics.compareExchange(words, at, FREE, HELD) === FREE) return true;
  return (
    stateInAMoment(words, at) === FREE && Atomics.compareExchange(words, at, FREE, HELD) === FREE
  );
}

/** The lock's state as soon as it is no longer held: no more than a moment later. */
export function stateInAMoment(words: Words, at: number): number {
  let state = HELD;
  for (let look = 0; look < LOOKS && isBarging(state); look += 1) state = Atomics.load(words, at);
  return state;
}

/** Whether the lock is held, and will be free for every thread when it is released. */
const isBarging = (state: number): boolean => state === HELD || state === CONTENDED;

/** Takes the lock in a state that {@link isOpen}. False if it is no longer in that state. */
export function takeOpen(words: Words, at: number, state: number, woken: boolean): boolean {
  let taken = HELD;
  if (state < FREE) taken = CONTENDED - state - 1;
  // Threads may wait that this one was woken before, and that it will have to wake.
  else if (woken) taken = CONTENDED;
  return Atomics.compareExchange(words, at, state, taken) === state;
}

/** Whether a thread may take the lock: one that was woken may take it where others may not. */
export function isOpen(state: number, woken: boolean): boolean {
  return state === FREE || (woken && state < FREE);
}

/** Whether another thread waits, as far as the lock's holder can know. */
export function isContended(words: Words, at: number): boolean {
  return Atomics.load(words, at) !== HELD;
}

/**
 * Says that a thread waits, and returns the state of the lock to wait with; undefined if the lock is
 * in another state by now.
 *
 * @param handovers how often the lock is to be handed over, for a thread that was woken in vain.
 */
export function announceWait(
  words: Words,
  at: number,
  state: number,
  handovers: number,
): number | undefined {
  const announced = state < FREE ? state : Math.max(state, CONTENDED + handovers);
  if (announced === state) return state;
  return Atomics.compareExchange(words, at, state, announced) === state ? announced : undefined;
}

/** Releases the lock. Only its holder may call this, and only once. */
export function release(words: Words, at: number): void {
  if (Atomics.compareExchange(words, at, HELD, FREE) !== HELD) releaseAndWake(words, at);
}

function releaseAndWake(words: Words, at: number): void {
  let state: number;
  let released: number;
  do {
    state = Atomics.load(words, at);
    released = Math.min(FREE, CONTENDED - state);
  } while (Atomics.compareExchange(words, at, state, released) !== state);
  if (Atomics.notify(words, at, 1) > 0 || released === FREE) return;
  // Closed for a thread that does not exist: it left, or ended. Open it, and wake a thread that
  // began to wait in between.
  Atomics.compareExchange(words, at, released, FREE);
  Atomics.notify(words, at, 1);
}
