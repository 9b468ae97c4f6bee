import { afterEach, describe, expect, test, vi } from "vitest";
import { Channel, ChannelClosedError, nilChannel } from "@sync-strategies/channels";
import { stateOf, WatchedController } from "./watched-signal.ts";

const closed = expect.objectContaining({ code: "CHANNEL_CLOSED" }) as Error;

afterEach(() => {
  vi.useRealTimers();
});

describe("an unbuffered channel", () => {
  test("keeps a sender waiting until a receiver takes its value", async () => {
    const channel = new Channel<string>();
    const sending = channel.send("value");
    expect(await stateOf(sending)).toBe("pending");
    expect(await channel.receive()).toBe("value");
    expect(await stateOf(sending)).toBe("done");
  });

  test("keeps a receiver waiting until a sender arrives", async () => {
    const channel = new Channel<string>();
    const receiving = channel.receive();
    expect(await stateOf(receiving)).toBe("pending");
    expect(await stateOf(channel.send("value"))).toBe("done");
    expect(await receiving).toBe("value");
  });

  test("serves senders and receivers in the order of their arrival", async () => {
    const channel = new Channel<number>();
    const sends = [1, 2, 3].map((value) => channel.send(value));
    expect([await channel.receive(), await channel.receive(), await channel.receive()]).toEqual([
      1, 2, 3,
    ]);
    await Promise.all(sends);
    const receives = [channel.receive(), channel.receive(), channel.receive()];
    for (const value of [4, 5, 6]) await channel.send(value);
    expect(await Promise.all(receives)).toEqual([4, 5, 6]);
  });

  test("has neither length nor capacity", async () => {
    const channel = new Channel<number>();
    void channel.send(1);
    expect({ length: channel.length, capacity: channel.capacity }).toEqual({
      length: 0,
      capacity: 0,
    });
    expect(channel.waiting).toEqual({ senders: 1, receivers: 0 });
    await channel.receive();
  });

  test("delivers undefined and promises unchanged to receiveOk", async () => {
    const channel = new Channel<undefined | Promise<number>>(2);
    const promise = Promise.resolve(1);
    await channel.send(undefined);
    await channel.send(promise);
    expect(await channel.receiveOk()).toEqual({ ok: true, value: undefined });
    expect((await channel.receiveOk()).value).toBe(promise);
  });
});

describe("a buffered channel", () => {
  test("takes as many values as its capacity before a sender waits", async () => {
    const channel = new Channel<number>(2);
    expect(await stateOf(channel.send(1))).toBe("done");
    expect(await stateOf(channel.send(2))).toBe("done");
    const third = channel.send(3);
    expect(await stateOf(third)).toBe("pending");
    expect({ length: channel.length, capacity: channel.capacity }).toEqual({
      length: 2,
      capacity: 2,
    });
    expect(await channel.receive()).toBe(1);
    expect(await stateOf(third)).toBe("done");
    expect(channel.length).toBe(2);
  });

  test("keeps values in order across buffer and waiting senders, however often it wraps around", async () => {
    const channel = new Channel<number>(3);
    const values = Array.from({ length: 50 }, (_, index) => index);
    const sends = values.map((value) => channel.send(value));
    const received: (number | undefined)[] = [];
    for (const _ of values) received.push(await channel.receive());
    expect(received).toEqual(values);
    await Promise.all(sends);
    expect(channel.length).toBe(0);
  });

  test.each([-1, 1.5, Number.NaN, Infinity])("cannot have a capacity of %s", (capacity) => {
    expect(() => new Channel(capacity)).toThrow(RangeError);
  });
});

describe("the methods that do not wait", () => {
  test("send only where a receiver waits or there is room", async () => {
    const unbuffered = new Channel<number>();
    expect(unbuffered.trySend(1)).toBe(false);
    const receiving = unbuffered.receive();
    expect(unbuffered.trySend(2)).toBe(true);
    expect(unbuffered.trySend(3)).toBe(false);
    expect(await receiving).toBe(2);
    const buffered = new Channel<number>(1);
    expect([buffered.trySend(1), buffered.trySend(2)]).toEqual([true, false]);
  });

  test("receive only where a sender waits or the buffer holds something", async () => {
    const unbuffered = new Channel<number>();
    expect(unbuffered.tryReceive()).toBeUndefined();
    const sending = unbuffered.send(1);
    expect(unbuffered.tryReceive()).toEqual({ ok: true, value: 1 });
    expect(unbuffered.tryReceive()).toBeUndefined();
    expect(await stateOf(sending)).toBe("done");
  });

  test("report a closed channel", () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    channel.close();
    expect(() => channel.trySend(2)).toThrow(closed);
    expect(channel.tryReceive()).toEqual({ ok: true, value: 1 });
    expect(channel.tryReceive()).toEqual({ ok: false, value: undefined });
  });
});

describe("a value that is posted", () => {
  test("reaches a waiting receiver in the same step", async () => {
    const channel = new Channel<number>();
    const receiving = channel.receive();
    channel.post(1);
    expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
    expect(await receiving).toBe(1);
  });

  test("queues with values that are sent", async () => {
    const channel = new Channel<number>(1);
    channel.post(1);
    channel.post(2);
    const sending = channel.send(3);
    channel.post(4);
    expect(channel.waiting).toEqual({ senders: 3, receivers: 0 });
    const received = [1, 2, 3, 4].map(() => channel.tryReceive()?.value);
    expect(received).toEqual([1, 2, 3, 4]);
    expect(await stateOf(sending)).toBe("done");
  });

  test("is dropped if the channel is closed first, and cannot be posted later", async () => {
    const channel = new Channel<number>();
    channel.post(1);
    channel.close();
    expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
    expect(await channel.receiveOk()).toEqual({ ok: false, value: undefined });
    expect(() => channel.post(2)).toThrow(closed);
  });

  test("is never received from the nil channel", () => {
    nilChannel<number>().post(1);
    expect(nilChannel().waiting).toEqual({ senders: 0, receivers: 0 });
  });
});

describe("closing", () => {
  test("fails the second time", () => {
    const channel = new Channel<number>();
    expect(channel.closed).toBe(false);
    channel.close();
    expect(channel.closed).toBe(true);
    expect(() => channel.close()).toThrow(ChannelClosedError);
  });

  test("makes every later send fail, as a rejection", async () => {
    const channel = new Channel<number>(5);
    channel.close();
    await expect(channel.send(1)).rejects.toEqual(closed);
  });

  test("rejects the waiting senders, whose values are never received", async () => {
    const channel = new Channel<number>(1);
    await channel.send(1);
    const waiting = [channel.send(2), channel.send(3)];
    channel.close();
    for (const sending of waiting) await expect(sending).rejects.toEqual(closed);
    expect(await channel.receiveOk()).toEqual({ ok: true, value: 1 });
    expect(await channel.receiveOk()).toEqual({ ok: false, value: undefined });
  });

  test("ends the waits of receivers", async () => {
    const channel = new Channel<number>();
    const waiting = [channel.receive(), channel.receiveOk()] as const;
    channel.close();
    expect(await waiting[0]).toBeUndefined();
    expect(await waiting[1]).toEqual({ ok: false, value: undefined });
  });

  test("lets the buffer drain first", async () => {
    const channel = new Channel<number>(3);
    for (const value of [1, 2, 3]) await channel.send(value);
    channel.close();
    const received: number[] = [];
    for await (const value of channel) received.push(value);
    expect(received).toEqual([1, 2, 3]);
    expect(await channel.receiveOk()).toEqual({ ok: false, value: undefined });
  });

  test("by disposal happens once, and leaves a closed channel alone", () => {
    const channel = new Channel<number>();
    channel[Symbol.dispose]();
    expect(channel.closed).toBe(true);
    expect(() => channel[Symbol.dispose]()).not.toThrow();
  });
});

describe("iteration", () => {
  test("goes on until the channel is closed, waiting in between", async () => {
    const channel = new Channel<number>();
    const received: number[] = [];
    const loop = (async () => {
      for await (const value of channel) received.push(value);
    })();
    for (const value of [1, 2, 3]) await channel.send(value);
    expect(await stateOf(loop)).toBe("pending");
    channel.close();
    await loop;
    expect(received).toEqual([1, 2, 3]);
  });

  test("that is left early leaves the other values to others, and no waiter behind", async () => {
    const channel = new Channel<number>(3);
    for (const value of [1, 2, 3]) await channel.send(value);
    for await (const value of channel) if (value === 2) break;
    expect(channel.length).toBe(1);
    expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
    expect(await channel.receive()).toBe(3);
  });
});

describe("the nil channel", () => {
  test("is never ready, keeps no waiter, and cannot be closed", async () => {
    const nil = nilChannel<number>();
    expect([await stateOf(nil.send(1)), await stateOf(nil.receive())]).toEqual([
      "pending",
      "pending",
    ]);
    expect([nil.trySend(1), nil.tryReceive()]).toEqual([false, undefined]);
    expect({ ...nil.waiting, length: nil.length, capacity: nil.capacity }).toEqual({
      senders: 0,
      receivers: 0,
      length: 0,
      capacity: 0,
    });
    expect(() => nil.close()).toThrow(TypeError);
    expect(() => nil[Symbol.dispose]()).not.toThrow();
  });

  test("can be cancelled by a signal", async () => {
    const controller = new WatchedController();
    const receiving = nilChannel<number>().receive({ signal: controller.signal });
    controller.abort("enough");
    await expect(receiving).rejects.toBe("enough");
  });
});

describe.each(["send", "receive", "receiveOk"] as const)("cancelling %s", (operation) => {
  const wait = (channel: Channel<number>, options: object): Promise<unknown> =>
    operation === "send" ? channel.send(1, options) : channel[operation](options);

  test("rejects with the signal's reason and leaves neither waiter nor listener", async () => {
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const reason = new Error("changed my mind");
    const waiting = wait(channel, { signal: controller.signal });
    expect(controller.listeners).toBe(1);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
    expect(controller.listeners).toBe(0);
  });

  test("before the call rejects even what need not wait", async () => {
    const channel = new Channel<number>(2);
    await channel.send(0);
    const signal = AbortSignal.abort("too late");
    await expect(wait(channel, { signal })).rejects.toBe("too late");
    expect(channel.length).toBe(1);
  });

  test("after the wait was served changes nothing, and no listener is left", async () => {
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const waiting = wait(channel, { signal: controller.signal });
    const peer = operation === "send" ? channel.receive() : channel.send(1);
    expect(controller.listeners).toBe(0);
    const next = operation === "send" ? channel.send(2) : channel.receive();
    controller.abort();
    await Promise.all([waiting, peer]);
    // The abort came late; it must not have removed the next waiter from the queue.
    expect(await stateOf(next)).toBe("pending");
    if (operation === "send") expect(await channel.receive()).toBe(2);
    else await channel.send(3);
    expect(await stateOf(next)).toBe("done");
  });

  test("does not change the order of the other waiters", async () => {
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const first = operation === "send" ? channel.send(10) : channel.receive();
    const cancelled = wait(channel, { signal: controller.signal });
    const last = operation === "send" ? channel.send(30) : channel.receive();
    controller.abort("gone");
    await expect(cancelled).rejects.toBe("gone");
    if (operation === "send") {
      expect([await channel.receive(), await channel.receive()]).toEqual([10, 30]);
      await Promise.all([first, last]);
    } else {
      await channel.send(10);
      await channel.send(30);
      expect([await first, await last]).toEqual([10, 30]);
    }
  });

  test("by a time limit rejects, and leaves neither waiter nor timer", async () => {
    vi.useFakeTimers();
    const channel = new Channel<number>();
    const waiting = wait(channel, { timeoutMs: 50 });
    const failure = expect(waiting).rejects.toMatchObject({
      code: "CHANNEL_TIMEOUT",
      timeoutMs: 50,
    });
    vi.advanceTimersByTime(49);
    expect(channel.waiting.senders + channel.waiting.receivers).toBe(1);
    vi.advanceTimersByTime(1);
    await failure;
    expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("by a time limit is called off when a peer arrives", async () => {
    vi.useFakeTimers();
    const channel = new Channel<number>();
    const waiting = wait(channel, { timeoutMs: 50 });
    await (operation === "send" ? channel.receive() : channel.send(1));
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("rejects an invalid time limit", async () => {
    await expect(wait(new Channel<number>(1), { timeoutMs: -1 })).rejects.toBeInstanceOf(
      RangeError,
    );
  });

  test("leaves no listener and no timer when a close ends the wait", async () => {
    vi.useFakeTimers();
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const waiting = wait(channel, { signal: controller.signal, timeoutMs: 10 });
    const told = waiting.catch((error: unknown) => error);
    channel.close();
    await told;
    expect([controller.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
