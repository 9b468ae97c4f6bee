import { startDiagnostics, stopDiagnostics } from "@sync-strategies/diagnostics";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Channel, nilChannel, receiving, select, sending } from "@sync-strategies/channels";

const idle = { state: "open", capacity: 0, length: 0, senders: 0, receivers: 0, waits: [] };

/** What waits at the channel, without numbers; all of it in this file. */
function waitsOf(channel: Channel<number>): string[] {
  const { waits } = channel.inspect();
  expect(waits.every(({ place }) => place?.includes("inspect.test.ts"))).toBe(true);
  return waits.map(({ what }) => what.replace(/ \d+$/, ""));
}

describe("inspect", () => {
  test("shows the state, the buffer and who waits", () => {
    expect(new Channel().inspect()).toEqual(idle);
    const channel = new Channel<number>(1);
    channel.post(1);
    channel.post(2);
    expect(channel.inspect()).toEqual({ ...idle, capacity: 1, length: 1, senders: 1 });
    void new Channel<number>().receive();
    channel.close();
    expect(channel.inspect()).toEqual({ ...idle, state: "closed", capacity: 1, length: 1 });
    expect(nilChannel().inspect()).toEqual({ ...idle, state: "nil" });
  });
});

describe("inspect while diagnostics are on", () => {
  beforeEach(() => {
    startDiagnostics();
  });
  afterEach(() => {
    stopDiagnostics();
  });

  test("shows where each call waits, until it is served, cancelled or ended by a close", async () => {
    const channel = new Channel<number>();
    const controller = new AbortController();
    const first = channel.receive();
    const chosen = select({ value: receiving(channel) });
    const cancelled = channel.receiveOk(controller);
    const left = channel.values();
    const next = left.next();
    expect(waitsOf(channel)).toEqual(Array.from({ length: 4 }, () => "receive from Channel"));
    await channel.send(1);
    await channel.send(2);
    expect([await first, (await chosen).value]).toEqual([1, 2]);
    expect(waitsOf(channel)).toHaveLength(2);
    controller.abort("enough");
    await expect(cancelled).rejects.toBe("enough");
    await left.return();
    await next;
    expect(waitsOf(channel)).toEqual([]);

    const refused = [channel.send(3), select({ out: sending(channel, 4) })];
    const given = new AbortController();
    const givenUp = channel.send(5, given);
    expect(waitsOf(channel)).toEqual(Array.from({ length: 3 }, () => "send to Channel"));
    given.abort("enough");
    await expect(givenUp).rejects.toBe("enough");
    expect(waitsOf(channel)).toHaveLength(2);
    channel.close();
    for (const wait of refused)
      await expect(wait).rejects.toMatchObject({ code: "CHANNEL_CLOSED" });
    expect(waitsOf(channel)).toEqual([]);
  });

  test("does not count what was posted, for which no caller waits", () => {
    const channel = new Channel<number>();
    channel.post(1);
    expect([channel.inspect().senders, waitsOf(channel)]).toEqual([1, []]);
  });
});
