/** The iterator of a channel: what `for await`, `Readable.from` and `pipeline` rely on. */
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { nextTurn } from "@sync-strategies/event-loop";
import { describe, expect, test } from "vitest";
import { Channel } from "@sync-strategies/channels";
import { WatchedController } from "./watched-signal.ts";

const done = { done: true, value: undefined };
/** Gives streams, which take several turns of the event loop, a number of them. */
async function turnsUntil(reached: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !reached(); turn += 1) await nextTurn();
}

const nobody = { senders: 0, receivers: 0 };

describe("an iterator that waits", () => {
  test("can be left at once: both calls resolve as done, and no receiver is left", async () => {
    const channel = new Channel<number>();
    const values = channel.values();
    const next = values.next();
    expect(await values.return()).toEqual(done);
    expect(await next).toEqual(done);
    expect(channel.waiting).toEqual(nobody);
    expect(channel.trySend(1)).toBe(false);
    expect(await values.next()).toEqual(done);
  });

  test("can be left by throw, which rejects with its error", async () => {
    const channel = new Channel<number>();
    const values = channel.values();
    const next = values.next();
    await expect(values.throw(new Error("enough"))).rejects.toThrow("enough");
    expect(await next).toEqual(done);
    expect(channel.waiting).toEqual(nobody);
  });

  test("can be left by its disposal", async () => {
    const channel = new Channel<number>();
    let next;
    {
      await using values = channel.values();
      next = values.next();
    }
    expect(await next).toEqual(done);
    expect(channel.waiting).toEqual(nobody);
  });

  test("keeps a value that was handed over before it was left", async () => {
    const channel = new Channel<number>();
    const values = channel.values();
    const next = values.next();
    const second = values.next();
    await channel.send(1);
    expect(await values.return()).toEqual(done);
    expect(await next).toEqual({ done: false, value: 1 });
    expect(await second).toEqual(done);
  });

  test("serves several calls of next in their order, and ends all of them with the channel", async () => {
    const channel = new Channel<number>();
    const values = channel.values();
    const next = [values.next(), values.next(), values.next(), values.next()];
    expect(channel.waiting.receivers).toBe(4);
    await channel.send(1);
    await channel.send(2);
    channel.close();
    expect(await Promise.all(next)).toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
      done,
      done,
    ]);
  });

  test("can be left however many calls of next wait, and so can a channel that closes", async () => {
    for (const end of ["return", "close", "abort"] as const) {
      const channel = new Channel<number>();
      const controller = new AbortController();
      const values = channel.values({ signal: controller.signal });
      const next = Promise.allSettled(Array.from({ length: 50_000 }, () => values.next()));
      if (end === "return") await values.return();
      else if (end === "close") channel.close();
      else controller.abort("enough");
      const ends = (await next).map(({ status }) => status);
      expect(ends.filter((status) => status === "rejected")).toHaveLength(end === "abort" ? 1 : 0);
      expect(channel.waiting).toEqual(nobody);
    }
  });

  test("is over once it found the channel closed, also for a signal that aborts later", async () => {
    const channel = new Channel<number>();
    const controller = new AbortController();
    const values = channel.values(controller);
    channel.close();
    expect(await values.next()).toEqual(done);
    controller.abort("too late");
    expect(await values.next()).toEqual(done);
  });

  test("keeps its place among other receivers, and gives it up when it is left", async () => {
    const channel = new Channel<number>();
    const [first, second] = [channel.values(), channel.values()];
    const nexts = [first.next(), second.next()];
    const last = channel.receive();
    await first.return();
    await channel.send(1);
    await channel.send(2);
    expect(await Promise.all(nexts)).toEqual([done, { done: false, value: 1 }]);
    expect(await last).toBe(2);
  });

  test("returns the value it is given", async () => {
    expect(await new Channel<number>().values().return(Promise.resolve())).toEqual(done);
  });
});

describe("an iterator with options", () => {
  test("is over once a wait was cancelled, and leaves neither waiter nor listener", async () => {
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const values = channel.values({ signal: controller.signal });
    const next = [values.next(), values.next()];
    expect(controller.listeners).toBe(1);
    controller.abort("enough");
    await expect(next[0]).rejects.toBe("enough");
    expect(await next[1]).toEqual(done);
    expect([channel.waiting, controller.listeners]).toEqual([nobody, 0]);
    expect(channel.trySend(1)).toBe(false);
    expect(await values.next()).toEqual(done);
  });

  test("leaves no listener once it was served or left", async () => {
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const values = channel.values({ signal: controller.signal });
    const served = values.next();
    await channel.send(1);
    expect(controller.listeners).toBe(0);
    await served;
    void values.next();
    expect(controller.listeners).toBe(1);
    await values.return();
    expect(controller.listeners).toBe(0);
  });

  test("rejects when its signal has already aborted, although there is a value", async () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    const values = channel.values({ signal: AbortSignal.abort("too late") });
    await expect(values.next()).rejects.toBe("too late");
    expect([channel.length, await values.next()]).toEqual([1, done]);
  });
});

describe("for await", () => {
  test("left by break or by an error takes no further value, and leaves no waiter", async () => {
    const channel = new Channel<number>(4);
    for (const value of [1, 2, 3, 4]) channel.trySend(value);
    for await (const value of channel) if (value === 2) break;
    const failing = (async () => {
      for await (const value of channel) throw new Error(`no ${value}`);
    })();
    await expect(failing).rejects.toThrow("no 3");
    expect([channel.length, channel.waiting]).toEqual([1, nobody]);
  });

  test("hands over promises unchanged, also those that reject", async () => {
    const channel = new Channel<unknown>(2);
    const failed = Promise.reject(new Error("as a value"));
    failed.catch(() => {});
    channel.trySend(failed);
    channel.trySend(1);
    channel.close();
    const received: unknown[] = [];
    for await (const value of channel) received.push([value]);
    expect(received).toHaveLength(2);
    expect(received[0]).toEqual([failed]);
    expect(received[1]).toEqual([1]);
  });

  test("hands over promises unchanged to a loop that waits", async () => {
    const channel = new Channel<Promise<number>>();
    const next = channel.values().next();
    const promise = Promise.resolve(1);
    await channel.send(promise);
    expect((await next).value).toBe(promise);
  });
});

describe("a stream made of a channel", () => {
  test("closes when it is destroyed while it waits, and takes no further value", async () => {
    const channel = new Channel<number>();
    const stream = Readable.from(channel);
    const received: unknown[] = [];
    stream.on("data", (value) => received.push(value));
    await channel.send(1);
    await turnsUntil(() => channel.waiting.receivers === 1);
    const closed = new Promise((resolve) => stream.once("close", resolve));
    stream.destroy();
    await closed;
    expect([received, channel.waiting]).toEqual([[1], nobody]);
    expect(channel.trySend(2)).toBe(false);
  });

  test("reports the error with which it is destroyed", async () => {
    const channel = new Channel<number>();
    const stream = Readable.from(channel);
    stream.read();
    const failed = new Promise((resolve) => stream.once("error", resolve));
    stream.destroy(new Error("enough"));
    expect(await failed).toMatchObject({ message: "enough" });
    expect(channel.waiting).toEqual(nobody);
  });

  test("ends with the channel", async () => {
    const channel = new Channel<number>(2);
    channel.trySend(1);
    channel.trySend(2);
    channel.close();
    expect(await Readable.from(channel).toArray()).toEqual([1, 2]);
  });

  test.each([
    ["a stream", (channel: Channel<string>) => Readable.from(channel)],
    [
      "values with a signal",
      (channel: Channel<string>, signal: AbortSignal) => channel.values({ signal }),
    ],
  ])("in a pipeline, as %s, ends when the signal aborts", async (_, source) => {
    const channel = new Channel<string>();
    const controller = new AbortController();
    const written: string[] = [];
    const out = new Writable({
      write(chunk: Buffer, _encoding, taken) {
        written.push(chunk.toString());
        taken();
      },
    });
    const { signal } = controller;
    const piped = pipeline(source(channel, signal), out, { signal });
    await channel.send("a");
    await turnsUntil(() => channel.waiting.receivers === 1);
    controller.abort();
    await expect(piped).rejects.toMatchObject({ name: "AbortError" });
    await turnsUntil(() => channel.waiting.receivers === 0);
    expect(written).toEqual(["a"]);
    expect(channel.trySend("b")).toBe(false);
  });
});
