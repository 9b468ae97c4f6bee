/** What Go's tests check of sends, receives, closing, `len` and `cap`. README.md lists them. */
import { Channel, Select, sending } from "@sync-strategies/channels";
import { nextTurn } from "@sync-strategies/event-loop";
import { describe, expect, test } from "vitest";
import { stateOf } from "../watched-signal.ts";

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

async function filled(capacity: number): Promise<Channel<number>> {
  const channel = new Channel<number>(capacity);
  for (const value of range(capacity)) await channel.send(value);
  return channel;
}

describe.each(range(20))("a channel of capacity %i (TestChan)", (capacity) => {
  test("makes receivers wait while it is empty, and refuses those that may not wait", async () => {
    const channel = new Channel<number>(capacity);
    const [one, other] = [channel.receive(), channel.receiveOk()];
    expect([await stateOf(one), await stateOf(other)]).toEqual(["pending", "pending"]);
    expect(channel.tryReceive()).toBeUndefined();
    await channel.send(0);
    await channel.send(0);
    expect([await one, await other]).toEqual([0, { ok: true, value: 0 }]);
  });

  test("makes senders wait while it is full, and refuses those that may not wait", async () => {
    const channel = await filled(capacity);
    const sender = channel.send(0);
    expect(await stateOf(sender)).toBe("pending");
    expect(channel.trySend(0)).toBe(false);
    await channel.receive();
    await sender;
  });

  test("delivers what it buffers after it is closed, and then no more values", async () => {
    const channel = await filled(capacity);
    channel.close();
    for (const value of range(capacity)) expect(await channel.receive()).toBe(value);
    expect(await channel.receive()).toBeUndefined();
    expect(await channel.receiveOk()).toEqual({ ok: false, value: undefined });
  });

  test("wakes a waiting receiver when it is closed", async () => {
    const channel = new Channel<number>(capacity);
    const receiver = channel.receiveOk();
    await nextTurn();
    channel.close();
    expect(await receiver).toEqual({ ok: false, value: undefined });
  });

  test("delivers values in the order in which they were sent", async () => {
    const channel = new Channel<number>(capacity);
    const send = async (): Promise<void> => {
      for (const value of range(100)) await channel.send(value);
    };
    let sender = send();
    for (const value of range(100)) expect(await channel.receive()).toBe(value);
    await sender;
    sender = send();
    for (const value of range(100)) expect(await channel.receiveOk()).toEqual({ ok: true, value });
    await sender;
  });

  test("delivers each value of four senders to one of four receivers", async () => {
    const channel = new Channel<number>(capacity);
    const counts = new Map<number, number>();
    const send = async (): Promise<void> => {
      for (const value of range(1000)) await channel.send(value);
    };
    const receive = async (): Promise<void> => {
      for (const _ of range(1000)) {
        const value = (await channel.receive())!;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    };
    await Promise.all([send(), send(), send(), send(), receive(), receive(), receive(), receive()]);
    expect(counts.size).toBe(1000);
    expect(new Set(counts.values())).toEqual(new Set([4]));
  });

  test("reports its length and its capacity", async () => {
    const empty = new Channel<number>(capacity);
    expect([empty.length, empty.capacity]).toEqual([0, capacity]);
    const full = await filled(capacity);
    expect([full.length, full.capacity]).toEqual([capacity, capacity]);
  });
});

test("a buffered channel is a queue: first in, first out (fifo.go)", async () => {
  const channel = await filled(10);
  for (const value of range(10)) expect(await channel.receive()).toBe(value);
});

test("values of an unbuffered channel go to its receivers in order (fifo.go)", async () => {
  const channel = new Channel<number>();
  const link = async (value: number, before: Channel<void>, after: Channel<void>) => {
    await before.receive();
    expect(await channel.receive()).toBe(value);
    await after.send();
  };
  const places = range(11).map(() => new Channel<void>());
  const links = range(10).map((value) => link(value, places[value]!, places[value + 1]!));
  await places[0]!.send();
  for (const value of range(10)) await channel.send(value);
  await places[10]!.receive();
  await Promise.all(links);
});

/** A value of each kind that Go's test has; in Go, each has its own width in memory. */
const values = [123, 123_456_789_012n, true, "hello"];
const cases = [0, 1].flatMap((capacity) => values.map((value) => ({ capacity, value })));

test.each(cases)(
  "polling sends and receives $value at capacity $capacity (nonblock.go)",
  async ({ capacity, value }) => {
    const channel = new Channel<unknown>(capacity);
    expect(channel.tryReceive()).toBeUndefined();

    const receiver = channel.receive();
    while (!channel.trySend(value)) await nextTurn();
    expect(await receiver).toBe(value);

    const sender = channel.send(value);
    let received;
    while ((received = channel.tryReceive()) === undefined) await nextTurn();
    expect(received).toEqual({ ok: true, value });
    await sender;
  },
);

test("polling finds a value that was sent before the channel was closed (TestNonblockRecvRace)", async () => {
  for (const _ of range(1000)) {
    const channel = new Channel<number>(1);
    await channel.send(1);
    const poll = nextTurn().then(() => channel.tryReceive());
    channel.close();
    await channel.receive();
    expect(await poll).toEqual({ ok: false, value: undefined });

    const undrained = new Channel<number>(1);
    await undrained.send(1);
    const found = nextTurn().then(() => undrained.tryReceive());
    undrained.close();
    expect(await found).toEqual({ ok: true, value: 1 });
  }
});

test("a channel of channels delivers a channel that works (sendstmt.go)", async () => {
  const channels = new Channel<Channel<number>>(1);
  const channel = new Channel<number>(1);
  await channels.send(channel);
  const delivered = (await channels.receive())!;
  expect(new Select({ out: sending(delivered, 2) }).poll()).toMatchObject({ case: "out" });
  expect(await channel.receive()).toBe(2);
});

test("values without content can be sent, buffered or not (zerosize.go)", async () => {
  const signals = new Channel<void>(1);
  await signals.send();
  expect(await signals.receiveOk()).toEqual({ ok: true, value: undefined });
  const handOver = new Channel<void>();
  const receiver = handOver.receiveOk();
  await handOver.send();
  expect(await receiver).toEqual({ ok: true, value: undefined });
});

test("objects arrive as they are, whichever way they are sent (TestChanSendInterface)", async () => {
  const object = Object.freeze({});
  const channel = new Channel<unknown>(1);
  await channel.send(object);
  expect(new Select({ full: sending(channel, object) }).poll()).toBeUndefined();
  const either = new Select({ one: sending(channel, object), other: sending(channel, {}) });
  expect(either.poll()).toBeUndefined();
  expect(await channel.receive()).toBe(object);
  expect(either.poll()).toBeDefined();
});

test.each(["send and receive", "select"])(
  "replies reach those that asked, by %s (TestChanSendBarrier, TestChanSendSelectBarrier)",
  async (way) => {
    interface Request {
      readonly payload: number[];
      readonly reply: Channel<number[]>;
    }
    const requests = new Channel<Request>();
    const server = (async () => {
      for await (const { payload, reply } of requests) {
        await reply.send(payload.map((value) => value + 1));
      }
    })();
    const client = async (name: number): Promise<void> => {
      for (const round of range(100)) {
        const request = { payload: [name, round], reply: new Channel<number[]>() };
        if (way === "select") await new Select({ ask: sending(requests, request) }).next();
        else await requests.send(request);
        expect(await request.reply.receive()).toEqual([name + 1, round + 1]);
      }
    };
    await Promise.all(range(10).map(client));
    requests.close();
    await server;
  },
);
