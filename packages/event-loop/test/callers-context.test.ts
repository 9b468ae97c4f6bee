import { AsyncLocalStorage } from "node:async_hooks";
import { inCallersContext, nextTurn } from "@sync-strategies/event-loop";
import { expect, test } from "vitest";

test("a function runs in the context of its caller, before its awaits and after them", async () => {
  const context = new AsyncLocalStorage<string>();
  const bound = context.run("the caller's", () =>
    inCallersContext(async (argument: string) => {
      const before = context.getStore();
      await nextTurn();
      return [argument, before, context.getStore()];
    }),
  );
  const result = context.run("the owner's", () => bound("argument"));
  expect(await result).toEqual(["argument", "the caller's", "the caller's"]);
});

test("a function is called a step later, and not at all unless it is asked for", async () => {
  let calls = 0;
  const bound = inCallersContext(() => (calls += 1));
  await nextTurn();
  expect(calls).toBe(0);
  const result = bound(undefined);
  expect(calls).toBe(0);
  expect(await result).toBe(1);
});

test("what the function throws, or rejects with, rejects the promise", async () => {
  const error = new Error("on purpose");
  const throwing = inCallersContext(() => {
    throw error;
  });
  await expect(throwing(undefined)).rejects.toBe(error);
  const rejecting = inCallersContext(() => Promise.reject(error));
  await expect(rejecting(undefined)).rejects.toBe(error);
});
