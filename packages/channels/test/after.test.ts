import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { after, Channel, receiving, select, Select } from "@sync-strategies/channels";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("after", () => {
  test("delivers the time once, to a receiver that looks and to one that waits", async () => {
    const limit = after(20);
    expect(limit.tryReceive()).toBeUndefined();
    vi.advanceTimersByTime(19);
    expect([limit.tryReceive(), limit.length]).toEqual([undefined, 0]);
    vi.advanceTimersByTime(1);
    expect(limit.length).toBe(1);
    expect(limit.tryReceive()?.value).toBeInstanceOf(Date);
    expect([limit.tryReceive(), limit.length]).toEqual([undefined, 0]);

    const waited = after(20).receive();
    vi.advanceTimersByTime(20);
    expect(await waited).toBeInstanceOf(Date);
  });

  test("delivers the time at which the delay was over, however late it is received", () => {
    const dueAt = Date.now() + 20;
    const limit = after(20);
    vi.advanceTimersByTime(500);
    expect(limit.tryReceive()?.value?.getTime()).toBe(dueAt);
  });

  test("counts from its call, not from the wait", async () => {
    const limit = after(30);
    vi.advanceTimersByTime(20);
    const waited = limit.receive();
    vi.advanceTimersByTime(9);
    expect(limit.waiting.receivers).toBe(1);
    vi.advanceTimersByTime(1);
    expect(await waited).toBeInstanceOf(Date);
  });

  test("serves the receiver that waits longest, even if another one looks first", async () => {
    const limit = after(20);
    const first = limit.receive();
    const second = limit.receive();
    vi.setSystemTime(Date.now() + 20);
    vi.advanceTimersByTime(20);
    expect(limit.tryReceive()).toBeUndefined();
    expect(await first).toBeInstanceOf(Date);
    expect(limit.waiting.receivers).toBe(1);
    limit[Symbol.dispose]();
    expect(await second).toBeUndefined();
  });

  test("refuses what is no delay", () => {
    for (const delayMs of [-1, Number.NaN, Infinity, 2 ** 31]) {
      expect(() => after(delayMs)).toThrow(RangeError);
    }
    expect(() => after("20" as unknown as number)).toThrow(TypeError);
  });
});

describe("the timer of after", () => {
  test("runs only while somebody waits", async () => {
    const limit = after(60_000);
    expect(vi.getTimerCount()).toBe(0);
    const controller = new AbortController();
    const waits = [limit.receive({ signal: controller.signal }), limit.receiveOk(controller)];
    expect(vi.getTimerCount()).toBe(1);
    controller.abort("enough");
    for (const wait of waits) await expect(wait).rejects.toBe("enough");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is not left behind by any round of a loop that makes a new one in each", async () => {
    const jobs = new Channel<number>();
    for (let round = 0; round < 10_000; round += 1) {
      const chosen = select({ job: receiving(jobs), limit: receiving(after(60_000)) });
      await jobs.send(round);
      expect(await chosen).toMatchObject({ case: "job", value: round });
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is not left behind by an iterator that is left, nor by a time limit", async () => {
    const limit = after(60_000);
    const values = limit.values();
    const next = values.next();
    expect(vi.getTimerCount()).toBe(1);
    await values.return();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(vi.getTimerCount()).toBe(0);

    const failure = expect(limit.receive({ timeoutMs: 5 })).rejects.toMatchObject({
      code: "CHANNEL_TIMEOUT",
    });
    vi.advanceTimersByTime(5);
    await failure;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("does not run once the time was delivered", async () => {
    const limit = after(20);
    const waited = limit.receive();
    vi.advanceTimersByTime(20);
    await waited;
    void limit.receive();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("stops when the channel is disposed of, and its receivers learn of the end", async () => {
    const waited = (() => {
      using limit = after(20);
      const wait = limit.receiveOk();
      expect(vi.getTimerCount()).toBe(1);
      return wait;
    })();
    expect(vi.getTimerCount()).toBe(0);
    expect(await waited).toEqual({ ok: false, value: undefined });
  });

  test("never delivers after the disposal, but what was due before can still be received", () => {
    const [early, late] = [after(20), after(20)];
    early[Symbol.dispose]();
    vi.advanceTimersByTime(20);
    late[Symbol.dispose]();
    expect(early.tryReceive()).toEqual({ ok: false, value: undefined });
    expect(late.tryReceive()?.value).toBeInstanceOf(Date);
  });

  test("is the limit of a select that is used again, across its rounds", async () => {
    const jobs = new Channel<number>();
    const work = new Select({ job: receiving(jobs), limit: receiving(after(100)) });
    for (let round = 1; round < 10; round += 1) {
      const chosen = work.next();
      vi.advanceTimersByTime(10);
      await jobs.send(round);
      expect(await chosen).toMatchObject({ case: "job", value: round });
    }
    const chosen = work.next();
    vi.advanceTimersByTime(10);
    expect(await chosen).toMatchObject({ case: "limit", ok: true });
    expect(vi.getTimerCount()).toBe(0);
  });
});
