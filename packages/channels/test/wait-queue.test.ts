import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import { seedsFrom } from "../../../vitest.seed.ts";
import { WaitQueue, type Waiter } from "../src/wait-queue.ts";

const waiters = (count: number): Waiter[] => Array.from({ length: count }, () => ({ place: 0 }));

test("who waited longest is taken first, whoever has left in between", () => {
  const queue = new WaitQueue<Waiter>();
  const all = waiters(100);
  for (const waiter of all) queue.add(waiter);
  for (const [index, waiter] of all.entries()) if (index % 3 === 0) queue.remove(waiter);
  const rest = all.filter((_, index) => index % 3 !== 0);
  expect(queue.length).toBe(rest.length);
  expect(rest.map(() => queue.takeFirst())).toEqual(rest);
  expect(queue.takeFirst()).toBeUndefined();
});

test("who was taken, or never came, is not removed, nor is whoever stands in their place", () => {
  const queue = new WaitQueue<Waiter>();
  const [first, second, stranger] = waiters(3);
  queue.add(first!);
  expect(queue.takeFirst()).toBe(first);
  queue.add(second!);
  queue.remove(first!);
  queue.remove(stranger!);
  expect(queue.length).toBe(1);
  expect(queue.takeFirst()).toBe(second);
});

test.each(seedsFrom(0, 50))("does what an array does, in the sequence of seed %i", (seed) => {
  const generator = xoroshiro128plus(seed);
  const lot = (below: number): number => uniformInt(generator, 0, below - 1);
  const queue = new WaitQueue<Waiter>();
  const model: Waiter[] = [];
  const all = waiters(400);
  let added = 0;
  while (added < all.length) {
    const step = lot(10);
    if (step < 5) {
      const waiter = all[added++]!;
      model.push(waiter);
      queue.add(waiter);
    } else if (step < 8) {
      // Anyone, also who has been taken or has not come yet.
      const waiter = all[lot(all.length)]!;
      if (model.includes(waiter)) model.splice(model.indexOf(waiter), 1);
      queue.remove(waiter);
    } else {
      expect(queue.takeFirst()).toBe(model.shift());
    }
    expect(queue.length).toBe(model.length);
  }
  expect(model.map(() => queue.takeFirst())).toEqual(model);
});
