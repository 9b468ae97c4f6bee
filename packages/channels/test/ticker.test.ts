import { receiving, Select, select, Ticker } from "@sync-strategies/channels";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stateOf } from "./watched-signal.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Takes a tick that is there, as the time since the test began. */
function tickOf(ticker: Ticker): number | undefined {
  return ticker.channel.tryReceive()?.value?.getTime();
}

describe("a ticker", () => {
  test("delivers the time once per period, the first time after one period", async () => {
    const ticker = new Ticker(10);
    const first = ticker.channel.receive();
    vi.advanceTimersByTime(9);
    expect(await stateOf(first)).toBe("pending");
    vi.advanceTimersByTime(1);
    expect(await first).toEqual(new Date(10));
    const second = ticker.channel.receive();
    vi.advanceTimersByTime(10);
    expect(await second).toEqual(new Date(20));
  });

  test("ticks also if nobody waits, and is found out by a look", () => {
    const ticker = new Ticker(10);
    vi.advanceTimersByTime(9);
    expect([ticker.channel.length, tickOf(ticker)]).toEqual([0, undefined]);
    vi.advanceTimersByTime(1);
    expect([ticker.channel.length, tickOf(ticker), tickOf(ticker)]).toEqual([1, 10, undefined]);
  });

  test("keeps the oldest missed tick for a slow receiver, drops the others, and keeps its rhythm", () => {
    const ticker = new Ticker(10);
    vi.advanceTimersByTime(35);
    expect([tickOf(ticker), tickOf(ticker)]).toEqual([10, undefined]);
    vi.advanceTimersByTime(5);
    expect(tickOf(ticker)).toBe(40);
    vi.advanceTimersByTime(10);
    expect(ticker.channel.length).toBe(1);
    vi.advanceTimersByTime(10);
    expect([tickOf(ticker), tickOf(ticker)]).toEqual([50, undefined]);
  });

  test("does not drift, however late its timer fires", async () => {
    let nowMs = 0;
    vi.spyOn(performance, "now").mockImplementation(() => nowMs);
    vi.spyOn(Date, "now").mockImplementation(() => nowMs);
    const ticker = new Ticker(10);
    const times: number[] = [];
    for (const firesAtMs of [13, 25, 31, 59, 60]) {
      const tick = ticker.channel.receive();
      nowMs = firesAtMs;
      vi.runOnlyPendingTimers();
      times.push((await tick)!.getTime());
    }
    expect(times).toEqual([10, 20, 30, 40, 60]);
  });

  test("ticks once per period, also if its timer fires a little early", async () => {
    let nowMs = 0;
    vi.spyOn(performance, "now").mockImplementation(() => nowMs);
    const ticker = new Ticker(10);
    const tick = ticker.channel.receive();
    nowMs = 9.9;
    vi.runOnlyPendingTimers();
    expect(await tick).toEqual(new Date(10));
    nowMs = 19.9;
    expect(ticker.channel.length).toBe(0);
    nowMs = 20;
    expect(ticker.channel.length).toBe(1);
  });

  test("gives each tick to one receiver, in the order in which they came", async () => {
    const ticker = new Ticker(10);
    const both = [ticker.channel.receive(), ticker.channel.receive()];
    vi.advanceTimersByTime(10);
    expect(await Promise.all(both.map(stateOf))).toEqual(["done", "pending"]);
    vi.advanceTimersByTime(10);
    expect(await Promise.all(both)).toEqual([new Date(10), new Date(20)]);
  });

  test("has a timer only while somebody waits for a tick", async () => {
    const ticker = new Ticker(10);
    expect(vi.getTimerCount()).toBe(0);
    const controller = new AbortController();
    const cancelled = ticker.channel.receive({ signal: controller.signal });
    const received = ticker.channel.receive();
    expect(vi.getTimerCount()).toBe(1);
    controller.abort("enough");
    await expect(cancelled).rejects.toBe("enough");
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(10);
    await received;
    expect(vi.getTimerCount()).toBe(0);
    const values = ticker.channel.values();
    const next = values.next();
    expect(vi.getTimerCount()).toBe(1);
    await values.return();
    expect([await next, vi.getTimerCount()]).toEqual([{ done: true, value: undefined }, 0]);
  });

  test("is a case of a select, whether it has ticked before or ticks while the select waits", async () => {
    const [fast, slow] = [new Ticker(10), new Ticker(15)];
    const cases = () =>
      new Select({ fast: receiving(fast.channel), slow: receiving(slow.channel) });
    const waiting = cases().next();
    expect(vi.getTimerCount()).toBe(2);
    vi.advanceTimersByTime(10);
    expect(await waiting).toMatchObject({ case: "fast", value: new Date(10) });
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(5);
    expect(cases().poll()).toMatchObject({ case: "slow", value: new Date(15) });
    expect(cases().poll()).toBeUndefined();
    vi.advanceTimersByTime(5);
    expect(await select({ fast: receiving(fast.channel) })).toMatchObject({ case: "fast" });
  });
});

describe("stopping", () => {
  test("lets no tick through, not even one that was due before", async () => {
    const ticker = new Ticker(10);
    vi.advanceTimersByTime(10);
    expect(ticker.channel.length).toBe(1);
    ticker.stop();
    expect(tickOf(ticker)).toBeUndefined();
    const never = ticker.channel.receive();
    vi.advanceTimersByTime(100);
    expect([await stateOf(never), vi.getTimerCount()]).toEqual(["pending", 0]);
  });

  test("stops the timer of those that wait, and reset wakes them a new period later", async () => {
    const ticker = new Ticker(10);
    const received = ticker.channel.receive();
    ticker.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(50);
    ticker.reset(20);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(20);
    expect(await received).toEqual(new Date(70));
  });

  test("can be undone by reset, which drops what the old period has brought", () => {
    const ticker = new Ticker(10);
    vi.advanceTimersByTime(10);
    ticker.reset(7);
    expect(tickOf(ticker)).toBeUndefined();
    vi.advanceTimersByTime(7);
    expect(tickOf(ticker)).toBe(17);
    vi.advanceTimersByTime(7);
    expect(tickOf(ticker)).toBe(24);
  });

  test("is permanent with using: the loop over the ticks ends", async () => {
    const times: number[] = [];
    let loop;
    {
      using ticker = new Ticker(10);
      loop = (async () => {
        for await (const time of ticker.channel) times.push(time.getTime());
      })();
      await vi.advanceTimersByTimeAsync(25);
    }
    await loop;
    expect([times, vi.getTimerCount()]).toEqual([[10, 20], 0]);
  });

  test("is permanent with using: no tick is left, and reset is refused", () => {
    const ticker = new Ticker(10);
    vi.advanceTimersByTime(10);
    expect(ticker.channel.length).toBe(1);
    ticker[Symbol.dispose]();
    ticker[Symbol.dispose]();
    expect(ticker.channel.tryReceive()).toEqual({ ok: false, value: undefined });
    ticker.stop();
    expect(() => ticker.reset(10)).toThrow(
      expect.objectContaining({ code: "CHANNEL_CLOSED" }) as Error,
    );
  });
});

describe("a period", () => {
  test.each([0, -1, Number.NaN, Infinity, 2 ** 31])("cannot be %s", (periodMs) => {
    expect(() => new Ticker(periodMs)).toThrow(RangeError);
    const ticker = new Ticker(10);
    expect(() => ticker.reset(periodMs)).toThrow(RangeError);
    // A refused reset changes nothing.
    vi.advanceTimersByTime(10);
    expect(tickOf(ticker)).toBe(10);
  });
});
