import { nextTurn } from "@sync-strategies/event-loop";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import { Channel, receiving, select, sending } from "@sync-strategies/channels";
import { seedsFrom } from "../../../vitest.seed.ts";

/**
 * Random programs: senders, receivers and selects on a few channels. Some waiters are cancelled,
 * and some channels are closed. In every program, no value may be lost, duplicated or invented,
 * and no waiter may wait that could be served.
 */
test.each(seedsFrom(0, 300))("the program of seed %i", async (seed) => {
  const generator = xoroshiro128plus(seed);
  const lot = (below: number): number => uniformInt(generator, 0, below - 1);
  const channels = Array.from({ length: 1 + lot(3) }, () => new Channel<number>(lot(3)));
  const any = (): Channel<number> => channels[lot(channels.length)] ?? new Channel();
  const sent = new Set<number>();
  const refused = new Set<number>();
  const received: number[] = [];
  const posted = new Map<number, Channel<number>>();
  const controllers: AbortController[] = [];
  let nextValue = 0;

  const note = (attempt: Promise<unknown>, value: number): void => {
    attempt.then(
      () => sent.add(value),
      () => refused.add(value),
    );
  };
  const options = (): { signal?: AbortSignal } => {
    if (lot(3) > 0) return {};
    const controller = new AbortController();
    controllers.push(controller);
    return { signal: controller.signal };
  };

  for (let step = 0; step < 60; step++) {
    switch (lot(8)) {
      case 0:
      case 1: {
        const value = nextValue++;
        note(any().send(value, options()), value);
        break;
      }
      case 2:
      case 3:
        any()
          .receiveOk(options())
          .then(
            ({ ok, value }) => ok && received.push(value),
            () => {},
          );
        break;
      case 4: {
        const value = nextValue++;
        select({ in: receiving(any()), out: sending(any(), value) }, options()).then(
          (chosen) => {
            if (chosen.case === "in") {
              refused.add(value);
              if (chosen.ok) received.push(chosen.value);
            } else sent.add(value);
          },
          () => refused.add(value),
        );
        break;
      }
      case 5:
        controllers[lot(controllers.length + 1)]?.abort();
        break;
      case 6: {
        const channel = any();
        if (lot(8) === 0 && !channel.closed) channel.close();
        break;
      }
      case 7: {
        const channel = any();
        if (channel.closed) break;
        const value = nextValue++;
        channel.post(value);
        posted.set(value, channel);
        break;
      }
    }
    if (lot(4) === 0) await nextTurn();
  }
  await nextTurn();

  // No waiter could be served. Only a select may wait at both ends of a channel, alone.
  for (const { waiting, length, capacity, closed } of channels) {
    if (waiting.receivers > 0) expect(length).toBe(0);
    if (waiting.senders > 0) expect(length).toBe(capacity);
    if (closed) expect(waiting).toEqual({ senders: 0, receivers: 0 });
    if (waiting.senders > 0 && waiting.receivers > 0) {
      expect(waiting).toEqual({ senders: 1, receivers: 1 });
    }
  }

  // Every sent value is received, at the latest by draining the channels, and no other value is.
  for (const channel of channels) {
    let taken;
    while ((taken = channel.tryReceive())?.ok) received.push(taken.value);
  }
  await nextTurn();
  expect(new Set(received).size).toBe(received.length);
  const arrived = new Set(received);
  for (const value of sent) expect(arrived).toContain(value);
  for (const [value, channel] of posted) if (!channel.closed) expect(arrived).toContain(value);
  for (const value of refused) expect(arrived).not.toContain(value);
});
