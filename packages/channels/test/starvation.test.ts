/**
 * Tasks that always find what they wait for let timers, signals and I/O have their turn: Go's
 * guarantee, and the sentence *Interruptible* of the stores' contract.
 *
 * Each program works in microtasks alone. If its waits did not pause, no timer would run before its
 * last round. The clock advances with each reading, so no test depends on the machine's speed.
 */
import { nextTurn } from "@sync-strategies/event-loop";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  aborting,
  Channel,
  receiving,
  select,
  Select,
  sending,
  settling,
} from "@sync-strategies/channels";

const ROUNDS = 200_000;

beforeEach(async () => {
  await nextTurn();
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Does one thing over and over again until a timer has run. False if none ran in all rounds. */
async function letsTimersRun(round: () => unknown): Promise<boolean> {
  const bell = { rung: false };
  setTimeout(() => (bell.rung = true), 0);
  for (let rounds = 0; !bell.rung && rounds < ROUNDS; rounds += 1) await round();
  return bell.rung;
}

const ignored = (): void => {};

/** A task that sends for as long as the channel is open. */
async function keepSending(channel: Channel<number>): Promise<void> {
  while (!channel.closed) await channel.send(1).catch(ignored);
}

/** A task that receives for as long as the channel is open. */
async function keepReceiving(channel: Channel<number>): Promise<void> {
  while ((await channel.receiveOk()).ok);
}

const peers = { keepSending, keepReceiving };

test.each([
  ["sends", 0, "keepReceiving", (channel) => channel.send(1)],
  ["sends into a buffer", 8, "keepReceiving", (channel) => channel.send(1)],
  ["receives", 0, "keepSending", (channel) => channel.receive()],
  ["receives from a buffer", 8, "keepSending", (channel) => channel.receive()],
  ["receives with ok", 0, "keepSending", (channel) => channel.receiveOk()],
  ["receives with a signal", 0, "keepSending", (channel) => channel.receive(new AbortController())],
  ["selects to receive", 0, "keepSending", (channel) => select({ a: receiving(channel) })],
  ["selects to send", 0, "keepReceiving", (channel) => select({ a: sending(channel, 1) })],
] satisfies [string, number, keyof typeof peers, (channel: Channel<number>) => unknown][])(
  "a task that %s (capacity %i) while another one does %s lets timers run",
  async (_, capacity, peer, round) => {
    const channel = new Channel<number>(capacity);
    const task = peers[peer](channel);
    expect(await letsTimersRun(() => round(channel))).toBe(true);
    channel.close();
    await task;
  },
);

test("a loop over a channel lets timers run", async () => {
  const channel = new Channel<number>();
  const task = keepSending(channel);
  const values = channel.values();
  expect(await letsTimersRun(() => values.next())).toBe(true);
  channel.close();
  await task;
});

test("a select that is used again lets timers run", async () => {
  const [a, b] = [new Channel<number>(), new Channel<number>(4)];
  const tasks = [keepSending(a), keepSending(b)];
  const both = new Select({ a: receiving(a), b: receiving(b) });
  expect(await letsTimersRun(() => both.next())).toBe(true);
  a.close();
  b.close();
  await Promise.all(tasks);
});

test("tasks that hand over by post, so that only the receivers ever wait, let timers run", async () => {
  const [questions, answers] = [new Channel<number>(), new Channel<number>()];
  const answering = (async () => {
    for await (const question of questions) answers.post(question);
  })();
  const timersRan = await letsTimersRun(() => {
    const answer = answers.receive();
    questions.post(1);
    return answer;
  });
  expect(timersRan).toBe(true);
  questions.close();
  await answering;
});

test("a task whose peer only tries lets timers run", async () => {
  const [values, permits] = [new Channel<number>(), new Channel<number>()];
  const taking = (async () => {
    while (await permits.receive()) values.tryReceive();
  })();
  const timersRan = await letsTimersRun(() => {
    const sent = values.send(1);
    permits.post(1);
    return sent;
  });
  expect(timersRan).toBe(true);
  permits.close();
  await taking;
});

const closedChannel = new Channel<number>();
closedChannel.close();
const signal = AbortSignal.abort("over");
const promise = Promise.resolve(1);
const left = closedChannel.values();
void left.return();

test.each<[string, () => Promise<unknown>]>([
  ["a receive from a closed channel", () => closedChannel.receive()],
  ["a receive with ok from a closed channel", () => closedChannel.receiveOk()],
  ["a send on a closed channel", () => closedChannel.send(1)],
  ["the values of a closed channel", () => closedChannel.values().next()],
  ["an iterator that was left", () => left.next()],
  ["an iterator that is left", () => new Channel().values().return()],
  ["an iterator that is disposed of", async () => new Channel().values()[Symbol.asyncDispose]()],
  ["a select of a closed channel", () => select({ a: receiving(closedChannel) })],
  ["a select that sends on a closed channel", () => select({ a: sending(closedChannel, 1) })],
  ["a select of an aborted signal", () => select({ a: aborting(signal) })],
  ["a select of a settled promise", () => select({ a: settling(promise) })],
  ["a send whose signal has aborted", () => new Channel<number>(1).send(1, { signal })],
  ["a receive whose signal has aborted", () => closedChannel.receive({ signal })],
  ["a select whose signal has aborted", () => select({}, { signal })],
  ["a wait whose options are a mistake", () => closedChannel.receive({ timeoutMs: -1 })],
  [
    "a receive that is cancelled at once",
    () => {
      const controller = new AbortController();
      const received = new Channel<number>().receive(controller);
      controller.abort();
      return received;
    },
  ],
  [
    "a receive that a close ends at once",
    () => {
      const channel = new Channel<number>();
      const received = channel.receive();
      channel.close();
      return received;
    },
  ],
])("%s lets timers run", async (_, wait) => {
  expect(await letsTimersRun(() => wait().catch(ignored))).toBe(true);
});

test("a signal ends a select beside a channel that is always ready", async () => {
  const busy = new Channel<number>();
  const controller = new AbortController();
  setTimeout(() => controller.abort("enough"), 0);
  const task = keepSending(busy);
  let chosen;
  do chosen = await select({ busy: receiving(busy), stop: aborting(controller.signal) });
  while (chosen.case !== "stop");
  expect(chosen.value).toBe("enough");
  busy.close();
  await task;
});

test("only the answer is delayed, never the effect, and answers keep their order", async () => {
  const channel = new Channel<number>(1);
  let turned = false;
  setImmediate(() => (turned = true));
  // The clock advances with each reading, so that a turn is soon due.
  for (let round = 0; round < 1000; round += 1) {
    void channel.send(round);
    expect(channel.length).toBe(1);
    void channel.receive();
    expect(channel.length).toBe(0);
  }
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3].map(async (number) => {
      await channel.send(number);
      order.push(number);
      channel.tryReceive();
    }),
  );
  expect(turned).toBe(true);
  expect(order).toEqual([1, 2, 3]);
});
