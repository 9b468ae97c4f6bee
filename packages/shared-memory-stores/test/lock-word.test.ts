import { expect, test } from "vitest";
import {
  FREE,
  announceWait,
  isContended,
  isOpen,
  release,
  takeOpen,
  tryTake,
} from "../src/lock-word.ts";

const AT = 0;
const HELD = 1;
const CONTENDED = 2;
const THREADS = 3;

function makeWords(state: number): Int32Array<SharedArrayBuffer> {
  const words = new Int32Array(new SharedArrayBuffer(64));
  Atomics.store(words, AT, state);
  return words;
}

test("a free lock is taken once, and is free when it is released", () => {
  const words = makeWords(FREE);
  expect([tryTake(words, AT), tryTake(words, AT)]).toEqual([true, false]);
  expect(isContended(words, AT)).toBe(false);
  release(words, AT);
  expect(tryTake(words, AT)).toBe(true);
});

test("a release wakes one thread that waits, and others may take the lock meanwhile", async () => {
  const words = makeWords(HELD);
  expect(announceWait(words, AT, HELD, 0)).toBe(CONTENDED);
  expect(isContended(words, AT)).toBe(true);
  const [first, second] = [wait(words), wait(words)];
  release(words, AT);
  expect(await first).toBe("ok");
  expect(tryTake(words, AT)).toBe(true);
  expect(Atomics.notify(words, AT)).toBe(1);
  await second;
});

test("a lock is handed over as often as there are threads, once one was woken in vain", async () => {
  const words = makeWords(HELD);
  const announced = announceWait(words, AT, HELD, THREADS);
  expect(announced).toBe(CONTENDED + THREADS);
  for (let handovers = THREADS; handovers > 0; handovers -= 1) {
    const woken = wait(words);
    release(words, AT);
    await woken;
    // Only the thread that was woken may take it.
    const state = Atomics.load(words, AT);
    expect(state).toBe(-handovers);
    expect([tryTake(words, AT), isOpen(state, false), isOpen(state, true)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(takeOpen(words, AT, state, true)).toBe(true);
    expect(takeOpen(words, AT, state, true)).toBe(false);
  }
  expect(Atomics.load(words, AT)).toBe(CONTENDED);
  release(words, AT);
  expect(tryTake(words, AT)).toBe(true);
});

test("a lock that is to be handed over is free when no thread waits", () => {
  const words = makeWords(CONTENDED + THREADS);
  release(words, AT);
  expect(Atomics.load(words, AT)).toBe(FREE);
});

test("a wait is announced once, is not announced by mistake, and never takes back an announcement", () => {
  const words = makeWords(CONTENDED + 1);
  expect(announceWait(words, AT, HELD, 0)).toBeUndefined();
  expect(announceWait(words, AT, CONTENDED + 1, 0)).toBe(CONTENDED + 1);
  expect(announceWait(words, AT, CONTENDED + 1, THREADS)).toBe(CONTENDED + THREADS);
  Atomics.store(words, AT, -2);
  expect(announceWait(words, AT, -2, THREADS)).toBe(-2);
});

test("a thread that was woken wakes the others in its turn", () => {
  const words = makeWords(FREE);
  expect(takeOpen(words, AT, FREE, true)).toBe(true);
  expect(isContended(words, AT)).toBe(true);
});

function wait(words: Int32Array<SharedArrayBuffer>): string | Promise<string> {
  return Atomics.waitAsync(words, AT, Atomics.load(words, AT)).value;
}
