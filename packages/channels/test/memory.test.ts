/** What is kept for later keeps nothing else in memory. */
import { expect, test } from "vitest";
import {
  aborting,
  Channel,
  nilChannel,
  receiving,
  Select,
  sending,
  settling,
} from "@sync-strategies/channels";
import { nextTurn } from "@sync-strategies/event-loop";
import { garbageCollector } from "@sync-strategies/state-store-testkit";
import { WaitQueue, type Waiter } from "../src/wait-queue.ts";

const collectGarbage = garbageCollector()!;

/** A select that has waited, and what it waited for and has no more use for. */
interface Waited {
  readonly select: unknown;
  readonly replaced: WeakRef<object>;
}

const waits: [string, () => Promise<Waited>][] = [
  [
    "a channel to receive from",
    async () => {
      const channel = new Channel();
      const select = new Select([receiving(channel)]);
      const chosen = select.next();
      channel.post(1);
      await chosen;
      select.cases[0].channel = nilChannel();
      return { select, replaced: new WeakRef(channel) };
    },
  ],
  [
    "a channel to send to",
    async () => {
      const channel = new Channel();
      const select = new Select([sending(channel, 1)]);
      const chosen = select.next();
      channel.tryReceive();
      await chosen;
      select.cases[0].channel = nilChannel();
      return { select, replaced: new WeakRef(channel) };
    },
  ],
  [
    "a value that was sent",
    async () => {
      const channel = new Channel<object | undefined>();
      const value = {};
      const select = new Select([sending(channel, value)]);
      const chosen = select.next();
      channel.tryReceive();
      await chosen;
      select.cases[0].value = undefined;
      return { select, replaced: new WeakRef(value) };
    },
  ],
  [
    "a signal",
    async () => {
      const controller = new AbortController();
      const select = new Select([aborting(controller.signal)]);
      const chosen = select.next();
      controller.abort();
      await chosen;
      select.cases[0].signal = undefined;
      return { select, replaced: new WeakRef(controller.signal) };
    },
  ],
  [
    "what a promise was fulfilled with",
    async () => {
      const value = {};
      const select = new Select([settling<object>(Promise.resolve(value))]);
      await select.next();
      select.cases[0].promise = undefined;
      return { select, replaced: new WeakRef(value) };
    },
  ],
];

test.each(waits)("a select that is used again does not keep %s", async (_, wait) => {
  const { select, replaced } = await wait();
  // What a WeakRef refers to is kept until the turn ends.
  await nextTurn();
  collectGarbage();
  expect(replaced.deref()).toBeUndefined();
  expect(select).toBeDefined();
});

test.each(["taken", "removed"])(
  "a queue that was long gives its memory back once all waiters are %s",
  (how) => {
    const queue = new WaitQueue<Waiter>();
    const before = bytesInUse();
    const waiters = Array.from({ length: 2 ** 20 }, () => ({ place: 0 }));
    for (const one of waiters) queue.add(one);
    if (how === "taken") while (queue.takeFirst() !== undefined);
    else for (const one of waiters) queue.remove(one);
    waiters.length = 0;
    // Slots for all waiters would take 8 MiB.
    expect(bytesInUse() - before).toBeLessThan(2 ** 22);
    // It is as good as a new one.
    const next = Array.from({ length: 9 }, () => ({ place: 0 }));
    for (const one of next) queue.add(one);
    expect(next.map(() => queue.takeFirst())).toEqual(next);
    expect(queue.takeFirst()).toBeUndefined();
  },
);

function bytesInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
