/** One abort signal that many waits share. */
import { expect, test, vi } from "vitest";
import { Channel, receiving, select } from "@sync-strategies/channels";
import { stateOf, WatchedController } from "./watched-signal.ts";

const COUNT = 100_000;
const SIGNALS = 10_000;

test("a signal has one listener, however many wait with it, and none once none waits", async () => {
  const warned = vi.fn<(warning: Error) => void>();
  process.on("warning", warned);
  const controller = new WatchedController();
  const { signal } = controller;
  const channels = Array.from({ length: COUNT }, () => new Channel<number>());
  const all = new Channel<number>();
  const served = channels.map((channel, index) =>
    index % 2 === 0
      ? channel.receive({ signal })
      : select({ value: receiving(channel) }, { signal }).then(({ value }) => value),
  );
  const aborted = Promise.allSettled(channels.map(() => all.receive({ signal })));
  expect([controller.listeners, all.waiting.receivers]).toEqual([1, COUNT]);

  // Served in the reverse order: those that leave first are the last that came.
  for (const [index, channel] of [...channels.entries()].toReversed()) channel.post(index);
  expect(await Promise.all(served)).toEqual(channels.map((_, index) => index));
  expect(controller.listeners).toBe(1);

  controller.abort("enough");
  expect((await aborted).every(({ status }) => status === "rejected")).toBe(true);
  expect([controller.listeners, all.waiting.receivers]).toEqual([0, 0]);
  const sending = all.send(1);
  expect(await stateOf(sending)).toBe("pending");
  expect(await all.receive()).toBe(1);
  expect(warned).not.toHaveBeenCalled();
  process.off("warning", warned);
});

test("waiters of one queue that leave in the reverse order leave no trace in it", async () => {
  const channel = new Channel<number>();
  const controllers = Array.from({ length: SIGNALS }, () => new AbortController());
  const given = Promise.allSettled(controllers.map(({ signal }) => channel.receive({ signal })));
  for (const controller of controllers.toReversed()) controller.abort("gone");
  expect((await given).every(({ status }) => status === "rejected")).toBe(true);
  expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
});
