import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  after,
  Channel,
  nilChannel,
  receiving,
  select,
  Select,
  sending,
} from "@sync-strategies/channels";
import { stateOf, WatchedController } from "./watched-signal.ts";

const closed = expect.objectContaining({ code: "CHANNEL_CLOSED" }) as Error;

afterEach(() => {
  vi.useRealTimers();
});

type Waited = Pick<Channel<unknown>, "waiting">;

/** None of these channels has a waiter. */
function expectNobodyWaits(...channels: readonly Waited[]): void {
  for (const channel of channels) expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
}

describe("a select", () => {
  test("carries out the one case that is ready, and no other", async () => {
    const [a, b] = [new Channel<number>(1), new Channel<string>(1)];
    await b.send("value");
    const chosen = await select({ a: receiving(a), b: receiving(b) });
    expect(chosen).toEqual({ case: "b", ok: true, value: "value" });
    expect([a.length, b.length]).toEqual([0, 0]);
  });

  test("sends as well as it receives", async () => {
    const [a, b] = [new Channel<number>(), new Channel<string>(1)];
    expect(await select({ a: receiving(a), b: sending(b, "sent") })).toEqual({
      case: "b",
      ok: true,
      value: undefined,
    });
    expect(await b.receive()).toBe("sent");
  });

  test("waits where no case is ready, and leaves all queues when a peer arrives", async () => {
    const [a, b, c] = [new Channel<number>(), new Channel<number>(), new Channel<number>(1)];
    c.trySend(0);
    const choosing = select({ a: receiving(a), b: receiving(b), c: sending(c, 3) });
    expect([a.waiting.receivers, b.waiting.receivers, c.waiting.senders]).toEqual([1, 1, 1]);
    await b.send(7);
    expectNobodyWaits(a, b, c);
    expect(await choosing).toEqual({ case: "b", ok: true, value: 7 });
    expect([a.trySend(1), c.length]).toEqual([false, 1]);
  });

  test("takes exactly one case when several peers arrive in the same step", async () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    const choosing = select({ a: receiving(a), b: receiving(b) });
    const sends = [a.send(1), b.send(2)];
    expect(await choosing).toMatchObject({ case: "a", value: 1 });
    expect(await Promise.all(sends.map(stateOf))).toEqual(["done", "pending"]);
    expect(await b.receive()).toBe(2);
  });

  test("without waiting is poll: undefined where Go takes the default", () => {
    const channel = new Channel<number>(1);
    const receive = new Select({ value: receiving(channel) });
    expect(receive.poll()).toBeUndefined();
    expectNobodyWaits(channel);
    channel.trySend(0);
    expect(receive.poll()).toEqual({ case: "value", ok: true, value: 0 });
  });

  test("without cases waits until it is cancelled", async () => {
    const controller = new WatchedController();
    const choosing = select({}, { signal: controller.signal });
    expect(await stateOf(choosing)).toBe("pending");
    controller.abort("enough");
    await expect(choosing).rejects.toBe("enough");
    expect(new Select({}).poll()).toBeUndefined();
  });

  test("evaluates its value once, when the case is made", async () => {
    const channel = new Channel<number>();
    const cases = { out: sending(channel, 1) };
    const again = new Select(cases);
    const choosing = again.next();
    expect(await channel.receive()).toBe(1);
    await choosing;
    cases.out.value = 2;
    void again.next();
    expect(await channel.receive()).toBe(2);
  });
});

describe("closed channels", () => {
  test("are always ready to be received from", async () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    channel.close();
    const receive = new Select({ value: receiving(channel) });
    expect(await receive.next()).toEqual({ case: "value", ok: true, value: 1 });
    expect(await receive.next()).toEqual({ case: "value", ok: false, value: undefined });
    expect(receive.poll()).toEqual({ case: "value", ok: false, value: undefined });
  });

  test("fail a send that is chosen", async () => {
    const channel = new Channel<number>(1);
    channel.close();
    const send = new Select({ value: sending(channel, 1) });
    expect(() => send.poll()).toThrow(closed);
    await expect(send.next()).rejects.toEqual(closed);
    await expect(select({ value: sending(channel, 1) })).rejects.toEqual(closed);
  });

  test("do not fail a send that is not chosen", async () => {
    const [shut, open] = [new Channel<number>(), new Channel<number>(1)];
    shut.close();
    const cases = { shut: sending(shut, 1), open: sending(open, 2) };
    expect(await select(cases, { random: () => 0.99 })).toMatchObject({ case: "open" });
    expect(await open.receive()).toBe(2);
  });

  test("wake a waiting select: a receive learns of the end, a send fails", async () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    const choosing = select({ a: receiving(a), b: receiving(b) });
    a.close();
    expect(await choosing).toEqual({ case: "a", ok: false, value: undefined });
    const failing = select({ a: sending(b, 1), never: receiving(nilChannel<number>()) });
    b.close();
    await expect(failing).rejects.toEqual(closed);
    expectNobodyWaits(a, b);
  });
});

describe("nil channels", () => {
  test("are never chosen", async () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    const cases = {
      nilReceive: receiving(nilChannel<number>()),
      nilSend: sending(nilChannel<number>(), 1),
      value: receiving(channel),
    };
    expect(await select(cases)).toMatchObject({ case: "value" });
    const never = new Select({ nil: receiving(nilChannel<number>()) });
    expect(never.poll()).toBeUndefined();
    expect(await stateOf(never.next())).toBe("pending");
  });

  test("switch a case off and on again", () => {
    const channel = new Channel<number>(2);
    channel.trySend(1);
    channel.trySend(2);
    const receive = new Select({ value: receiving(channel) });
    receive.cases.value.channel = nilChannel();
    expect(receive.poll()).toBeUndefined();
    receive.cases.value.channel = channel;
    expect(receive.poll()).toMatchObject({ value: 1 });
  });
});

describe("the choice among ready cases", () => {
  /** The 99.9% quantiles of the chi-square distribution, by degrees of freedom. */
  const critical: Record<number, number> = { 1: 10.828, 2: 13.816, 7: 24.322 };
  const choices = 1_000_000;

  function chiSquare(caseCount: number, random: () => number): number {
    const channels = Array.from({ length: caseCount }, () => new Channel<number>(1));
    for (const channel of channels) channel.trySend(0);
    const all = new Select(
      Object.fromEntries(channels.map((channel, index) => [String(index), receiving(channel)])),
      { random },
    );
    const counts = new Float64Array(caseCount);
    for (let choice = 0; choice < choices; choice++) {
      const index = Number(all.poll()?.case);
      counts[index] = (counts[index] ?? 0) + 1;
      channels[index]?.trySend(0);
    }
    const expected = choices / caseCount;
    return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  }

  test.each([2, 3, 8])("is fair among %i, over a million choices", (caseCount) => {
    const generator = xoroshiro128plus(20_260_101);
    const random = (): number => uniformFloat64(generator);
    expect(chiSquare(caseCount, random)).toBeLessThan(critical[caseCount - 1] ?? 0);
  });

  test("would fail this test if it were unfair by one percent", () => {
    const generator = xoroshiro128plus(20_260_101);
    const random = (): number => Math.min(0.999_999, uniformFloat64(generator) * 1.01);
    expect(chiSquare(2, random)).toBeGreaterThan(critical[1] ?? 0);
  });

  test("is made only among ready cases", () => {
    const channels = [1, 2, 3].map(() => new Channel<number>(1));
    channels[2]?.trySend(1);
    const [a, b, c] = channels.map((channel) => receiving(channel));
    const some = new Select({ a: a!, b: b!, c: c! }, { random: () => 0 });
    expect(some.poll()).toMatchObject({ case: "c" });
  });
});

describe("two selects that meet", () => {
  test("exchange one value, whichever of them is first", async () => {
    const channel = new Channel<number>();
    const other = new Channel<number>();
    const receiver = select({ in: receiving(channel), other: receiving(other) });
    const sender = select({ out: sending(channel, 5), other: receiving(other) });
    expect(await receiver).toEqual({ case: "in", ok: true, value: 5 });
    expect(await sender).toMatchObject({ case: "out" });
    const second = select({ out: sending(channel, 6), other: receiving(other) });
    expect(await select({ in: receiving(channel), other: receiving(other) })).toMatchObject({
      value: 6,
    });
    await second;
    expectNobodyWaits(channel, other);
  });

  test("on several channels in opposite order take exactly one case each", async () => {
    const [a, b] = [new Channel<string>(), new Channel<string>()];
    const first = select({ out: sending(a, "through a"), in: receiving(b) });
    const second = select({ out: sending(b, "through b"), in: receiving(a) });
    const chosen = [await first, await second];
    const outs = chosen.filter((one) => one.case === "out");
    const ins = chosen.filter((one) => one.case === "in");
    expect([outs.length, ins.length]).toEqual([1, 1]);
    expectNobodyWaits(a, b);
    expect([a.tryReceive(), b.tryReceive()]).toEqual([undefined, undefined]);
  });

  test("match each other but never themselves, when both ends are on one channel", async () => {
    const channel = new Channel<number>();
    const both = (value: number) => ({ out: sending(channel, value), in: receiving(channel) });
    const first = select(both(1));
    expect(await stateOf(first)).toBe("pending");
    const second = select(both(2));
    const chosen = [await first, await second];
    expect(chosen.map((one) => one.case).toSorted()).toEqual(["in", "out"]);
    expectNobodyWaits(channel);
  });

  test("in large numbers pass on every value exactly once", async () => {
    const channels = Array.from({ length: 4 }, () => new Channel<number>());
    const count = 400;
    const casesFor = <Case>(make: (channel: Channel<number>) => Case) =>
      Object.fromEntries(channels.map((channel, index) => [String(index), make(channel)]));
    const receives = Array.from({ length: count }, () =>
      select(casesFor((channel) => receiving(channel))),
    );
    const sends = Array.from({ length: count }, (_, value) =>
      select(casesFor((channel) => sending(channel, value))),
    );
    await Promise.all(sends);
    const values = (await Promise.all(receives)).map(({ value }) => Number(value));
    expect(values.toSorted((a, b) => a - b)).toEqual(values.map((_, index) => index));
    for (const channel of channels) expectNobodyWaits(channel);
  });
});

describe("order among waiters", () => {
  test("is the same for selects as for plain receives: first come, first served", async () => {
    const channel = new Channel<number>();
    const early = select({ value: receiving(channel) });
    const late = channel.receive();
    await channel.send(1);
    await channel.send(2);
    expect(await early).toMatchObject({ value: 1 });
    expect(await late).toBe(2);
  });

  test("is the same for selects that send", async () => {
    const channel = new Channel<number>();
    const early = select({ value: sending(channel, 1) });
    const late = channel.send(2);
    expect([await channel.receive(), await channel.receive()]).toEqual([1, 2]);
    await Promise.all([early, late]);
  });
});

describe("cancelling", () => {
  test("leaves every queue, and neither listener nor timer", async () => {
    vi.useFakeTimers();
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    const controller = new WatchedController();
    const choosing = select(
      { a: receiving(a), b: sending(b, 1) },
      { signal: controller.signal, timeoutMs: 10 },
    );
    const rejected = expect(choosing).rejects.toBe("enough");
    controller.abort("enough");
    await rejected;
    expectNobodyWaits(a, b);
    expect([controller.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("by a time limit rejects with its code", async () => {
    vi.useFakeTimers();
    const choosing = select({ a: receiving(new Channel<number>()) }, { timeoutMs: 5 });
    const rejected = expect(choosing).rejects.toMatchObject({ code: "CHANNEL_TIMEOUT" });
    vi.advanceTimersByTime(5);
    await rejected;
  });

  test("is called off once a case is taken: no listener, no timer", async () => {
    vi.useFakeTimers();
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const options = { signal: controller.signal, timeoutMs: 10 };
    const choosing = select({ value: receiving(channel) }, options);
    expect([controller.listeners, vi.getTimerCount()]).toEqual([1, 1]);
    await channel.send(1);
    expect([controller.listeners, vi.getTimerCount()]).toEqual([0, 0]);
    expect(await choosing).toMatchObject({ value: 1 });
  });

  test("too late removes no other waiter", async () => {
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const choosing = select({ value: receiving(channel) }, { signal: controller.signal });
    await channel.send(1);
    const next = channel.receive();
    controller.abort();
    expect(await choosing).toMatchObject({ value: 1 });
    await channel.send(2);
    expect(await next).toBe(2);
  });

  test("lets the select be used again", async () => {
    const channel = new Channel<number>();
    const again = new Select({ value: receiving(channel) });
    const controller = new AbortController();
    const first = again.next({ signal: controller.signal });
    controller.abort("later");
    await expect(first).rejects.toBe("later");
    const second = again.next();
    await channel.send(3);
    expect(await second).toMatchObject({ value: 3 });
  });

  test("can be one more case, with after", async () => {
    vi.useFakeTimers();
    using limit = after(30);
    const choosing = select({ value: receiving(new Channel<number>()), limit: receiving(limit) });
    vi.advanceTimersByTime(30);
    expect(await choosing).toMatchObject({ case: "limit", ok: true });
  });
});

describe("misuse", () => {
  test("of a case in two selects is refused", () => {
    const shared = receiving(new Channel<number>());
    void new Select({ shared });
    expect(() => new Select({ shared })).toThrow(TypeError);
  });

  test("of a case that was not made for a select is refused", async () => {
    const homemade = { kind: "receive", channel: new Channel<number>() } as const;
    await expect(select({ homemade })).rejects.toBeInstanceOf(TypeError);
  });

  test("of one select by two tasks is refused", async () => {
    const channel = new Channel<number>();
    const one = new Select({ value: receiving(channel) });
    const first = one.next();
    await expect(one.next()).rejects.toBeInstanceOf(TypeError);
    expect(() => one.poll()).toThrow(TypeError);
    await channel.send(1);
    expect(await first).toMatchObject({ value: 1 });
  });
});
