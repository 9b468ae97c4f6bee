import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { addAbortWaiter, removeAbortWaiter, type AbortWaiter } from "@sync-strategies/event-loop";

/** Waiters that write down who was called with what. */
function waiters(count: number): { waiters: AbortWaiter[]; called: unknown[] } {
  const called: unknown[] = [];
  const made = Array.from({ length: count }, (_, number) => ({
    onAbort: (reason: unknown) => void called.push([number, reason]),
  }));
  return { waiters: made, called };
}

function listenersOf(signal: AbortSignal): number {
  return getEventListeners(signal, "abort").length;
}

test("any number of waiters is one listener", () => {
  const { signal } = new AbortController();
  const { waiters: many } = waiters(1000);
  for (const waiter of many) addAbortWaiter(signal, waiter);
  expect(listenersOf(signal)).toBe(1);
});

test("the listener goes with the last waiter, and comes back with the next", () => {
  const { signal } = new AbortController();
  const [first, second] = waiters(2).waiters as [AbortWaiter, AbortWaiter];
  addAbortWaiter(signal, first);
  addAbortWaiter(signal, second);
  removeAbortWaiter(signal, first);
  expect(listenersOf(signal)).toBe(1);
  removeAbortWaiter(signal, second);
  expect(listenersOf(signal)).toBe(0);
  addAbortWaiter(signal, first);
  expect(listenersOf(signal)).toBe(1);
});

test("an abort calls the waiters in the order in which they came, with its reason", () => {
  const controller = new AbortController();
  const { waiters: three, called } = waiters(3);
  for (const waiter of three) addAbortWaiter(controller.signal, waiter);
  controller.abort("enough");
  expect(called).toEqual([
    [0, "enough"],
    [1, "enough"],
    [2, "enough"],
  ]);
  expect(listenersOf(controller.signal)).toBe(0);
});

test("an abort calls no waiter that was removed, even by a waiter that is called before", () => {
  const controller = new AbortController();
  const { signal } = controller;
  const { waiters: three, called } = waiters(3);
  const [removed, kept, removedLate] = three as [AbortWaiter, AbortWaiter, AbortWaiter];
  addAbortWaiter(signal, removed);
  addAbortWaiter(signal, { onAbort: () => removeAbortWaiter(signal, removedLate) });
  addAbortWaiter(signal, kept);
  addAbortWaiter(signal, removedLate);
  removeAbortWaiter(signal, removed);
  controller.abort("enough");
  expect(called).toEqual([[1, "enough"]]);
});

test("removing a waiter that is not there changes nothing", () => {
  const { signal } = new AbortController();
  const [stranger, waiter] = waiters(2).waiters as [AbortWaiter, AbortWaiter];
  removeAbortWaiter(signal, stranger);
  addAbortWaiter(signal, waiter);
  removeAbortWaiter(signal, stranger);
  expect(listenersOf(signal)).toBe(1);
});

test("signals do not share waiters", () => {
  const one = new AbortController();
  const other = new AbortController();
  const { waiters: two, called } = waiters(2);
  addAbortWaiter(one.signal, two[0] as AbortWaiter);
  addAbortWaiter(other.signal, two[1] as AbortWaiter);
  other.abort("other");
  expect(called).toEqual([[1, "other"]]);
  expect(listenersOf(one.signal)).toBe(1);
});
