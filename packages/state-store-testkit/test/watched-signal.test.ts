import { expect, test } from "vitest";
import { watchSignal } from "../src/watched-signal.ts";

const listener = (): void => {};

test("a listener counts until it is removed", () => {
  const { signal, listenerCount } = watchSignal();
  signal.addEventListener("abort", listener);
  expect(listenerCount()).toBe(1);
  signal.addEventListener("abort", listener);
  expect(listenerCount()).toBe(1);
  signal.removeEventListener("abort", listener);
  expect(listenerCount()).toBe(0);
});

test("a listener that listens once counts until the abort, and then it has been called", () => {
  const { signal, abort, listenerCount } = watchSignal();
  let once = 0;
  let always = 0;
  signal.addEventListener("abort", () => (once += 1), { once: true });
  signal.addEventListener("abort", () => (always += 1));
  expect(listenerCount()).toBe(2);
  abort("the reason");
  expect(signal.reason).toBe("the reason");
  expect([once, always]).toEqual([1, 1]);
  expect(listenerCount()).toBe(1);
});

test("the same function counts apart as a capturing listener, and is removed apart", () => {
  const { signal, listenerCount } = watchSignal();
  signal.addEventListener("abort", listener, true);
  signal.addEventListener("abort", listener, { capture: false });
  expect(listenerCount()).toBe(2);
  signal.removeEventListener("abort", listener);
  expect(listenerCount()).toBe(1);
  signal.removeEventListener("abort", listener, { capture: true });
  expect(listenerCount()).toBe(0);
});

test("a listener that another signal takes off is off", () => {
  const { signal, listenerCount } = watchSignal();
  const until = new AbortController();
  signal.addEventListener("abort", () => {}, { signal: until.signal });
  expect(listenerCount()).toBe(1);
  until.abort();
  expect(listenerCount()).toBe(0);
});
