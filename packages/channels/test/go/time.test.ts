/** What Go's tests check of `time.After` and `time.Ticker`. README.md lists them. */
import { after, receiving, select, Ticker } from "@sync-strategies/channels";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stateOf } from "../watched-signal.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const outOfRange = expect.objectContaining({ name: "RangeError" }) as Error;

describe("after", () => {
  test("delivers when its time has come, not earlier (TestAfter)", async () => {
    const received = after(100).receive();
    vi.advanceTimersByTime(99);
    expect(await stateOf(received)).toBe("pending");
    vi.advanceTimersByTime(1);
    expect(await received).toEqual(new Date(100));
  });

  test("in a loop takes the sum of its delays (TestAfterTick)", async () => {
    for (let round = 1; round <= 10; round += 1) {
      const received = after(100).receive();
      vi.advanceTimersByTime(100);
      expect(await received).toEqual(new Date(round * 100));
    }
  });

  test("delivers nothing once it was disposed of (TestAfterStop)", async () => {
    const limit = after(100);
    const received = limit.receiveOk();
    limit[Symbol.dispose]();
    expect(await received).toEqual({ ok: false, value: undefined });
    vi.advanceTimersByTime(1000);
    expect([limit.length, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("delivers in the order of the delays, whichever was called first (TestAfterQueuing)", async () => {
    const order: number[] = [];
    const delays = [5, 3, 6, 6, 6, 1, 1, 2, 7, 9, 4, 8, 0];
    const all = delays.map((delayMs) =>
      after(delayMs * 100)
        .receive()
        .then(() => order.push(delayMs)),
    );
    await vi.advanceTimersByTimeAsync(900);
    await Promise.all(all);
    expect(order).toEqual(delays.toSorted((a, b) => a - b));
  });

  test("leaves no timer behind, however many are made and dropped (TestTimerStopStress)", async () => {
    for (let count = 0; count < 100; count += 1) {
      const [limit, dropped] = [after(0), after(1000)];
      const chosen = select({ limit: receiving(limit), dropped: receiving(dropped) });
      vi.advanceTimersByTime(0);
      expect(await chosen).toMatchObject({ case: "limit" });
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of 0 delivers at once (TestZeroTimer)", async () => {
    const received = after(0).receive();
    vi.advanceTimersByTime(0);
    expect(await received).toEqual(new Date(0));
  });

  test("is refused rather than early if no timer can be set to its delay (TestOverflowSleep)", () => {
    expect(() => after(2 ** 31)).toThrow(outOfRange);
    const longest = after(2 ** 31 - 1);
    vi.advanceTimersByTime(1000);
    expect(longest.tryReceive()).toBeUndefined();
  });
});

describe("a ticker", () => {
  test("ticks in its period, in another one after reset, and not after stop (TestTicker)", async () => {
    const ticker = new Ticker(20);
    const times: (Date | undefined)[] = [];
    const tickAfter = async (ms: number): Promise<void> => {
      const tick = ticker.channel.receive();
      vi.advanceTimersByTime(ms);
      times.push(await tick);
    };
    for (const _ of [1, 2, 3, 4, 5]) await tickAfter(20);
    ticker.reset(40);
    for (const _ of [1, 2, 3, 4, 5]) await tickAfter(40);
    ticker.stop();
    vi.advanceTimersByTime(80);
    expect(ticker.channel.tryReceive()).toBeUndefined();
    const expected = [20, 40, 60, 80, 100, 140, 180, 220, 260, 300];
    expect(times).toEqual(expected.map((time) => new Date(time)));
  });

  test("can be stopped after a tick, again and again (TestTeardown)", async () => {
    for (const _ of [1, 2, 3]) {
      const ticker = new Ticker(20);
      const tick = ticker.channel.receive();
      vi.advanceTimersByTime(20);
      await tick;
      ticker.stop();
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  test.each([0, -1])(
    "has no period of %s (TestNewTickerLtZeroDuration, TestTickerResetLtZeroDuration, TestTick)",
    (periodMs) => {
      expect(() => new Ticker(periodMs)).toThrow(outOfRange);
      expect(() => new Ticker(1000).reset(periodMs)).toThrow(outOfRange);
    },
  );

  test("that is reset to an earlier time ticks earlier (TestTimerModifiedEarlier)", async () => {
    const ticker = new Ticker(1_000_000);
    const tick = ticker.channel.receive();
    ticker.reset(25);
    vi.advanceTimersByTime(25);
    expect(await tick).toEqual(new Date(25));
  });

  test("never delivers a tick of before stop or reset, looked at or not (TestChan of package time)", () => {
    const ticker = new Ticker(10);
    for (const change of [() => ticker.stop(), () => ticker.reset(1000)]) {
      for (const look of [true, false]) {
        ticker.reset(10);
        vi.advanceTimersByTime(10);
        if (look) expect(ticker.channel.length).toBe(1);
        change();
        expect(ticker.channel.tryReceive()).toBeUndefined();
      }
    }
  });
});
