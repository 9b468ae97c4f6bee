/**
 * Two cases of one select that wait at one place, such as a channel: which of them is chosen. Go's
 * TestPseudoRandomSend.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test, vi } from "vitest";
import {
  aborting,
  Channel,
  nilChannel,
  receiving,
  Select,
  select,
  sending,
  settling,
} from "@sync-strategies/channels";

const ROUNDS = 10_000;
/** The 99.9% quantiles of the chi-square distribution, by degrees of freedom. */
const critical: Record<number, number> = { 1: 10.828, 2: 13.816, 19: 43.82 };

function seeded(): () => number {
  const generator = xoroshiro128plus(20_260_101);
  return () => uniformFloat64(generator);
}

function areEven(counts: readonly number[]): boolean {
  const expected = ROUNDS / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chiSquare < (critical[counts.length - 1] ?? 0);
}

test.each([2, 3, 20])("a receiver takes each of %i sending cases equally often", async (count) => {
  const channel = new Channel<number>();
  const cases = Array.from({ length: count }, (_, index) => sending(channel, index));
  const all = new Select(cases, { random: seeded() });
  const counts = cases.map(() => 0);
  for (let round = 0; round < ROUNDS; round += 1) {
    const chosen = all.next();
    const value = channel.tryReceive()?.value ?? -1;
    expect((await chosen).case).toBe(value);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  expect(areEven(counts)).toBe(true);
});

test.each([2, 20])(
  "a sender serves each of %i receiving cases equally often, also in a select of one use",
  async (count) => {
    const [channel, other] = [new Channel<number>(), new Channel<number>()];
    const random = seeded();
    const counts = Array.from({ length: count }, () => 0);
    for (let round = 0; round < ROUNDS; round += 1) {
      const cases = [...counts.map(() => receiving(channel)), receiving(other)];
      const chosen = select(cases, { random });
      channel.post(round);
      const index = (await chosen).case;
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(areEven(counts)).toBe(true);
  },
);

test("receiving cases that come to share a channel are chosen equally often from then on", async () => {
  const [channel, other] = [new Channel<number>(), new Channel<number>()];
  const both = new Select(
    { a: receiving(channel), b: receiving(other), off: receiving(nilChannel<number>()) },
    { random: seeded() },
  );
  const first = both.next();
  other.post(0);
  expect(await first).toMatchObject({ case: "b" });
  both.cases.b.channel = channel;
  const counts = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const chosen = both.next();
    channel.post(round);
    const index = (await chosen).case === "a" ? 0 : 1;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  expect(areEven(counts)).toBe(true);
});

test("so are sending cases", async () => {
  const [channel, other] = [new Channel<number>(), new Channel<number>()];
  const both = new Select([sending(channel, 0), sending(other, 1)], { random: seeded() });
  const first = both.next();
  expect(other.tryReceive()).toMatchObject({ value: 1 });
  await first;
  both.cases[1].channel = channel;
  const counts = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const chosen = both.next();
    const value = channel.tryReceive()?.value ?? -1;
    expect((await chosen).case).toBe(value);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  expect(areEven(counts)).toBe(true);
});

test.each([
  [
    "signal",
    () => {
      const controller = new AbortController();
      return { makeCase: () => aborting(controller.signal), settle: () => controller.abort() };
    },
  ],
  [
    "promise",
    () => {
      let settle: (() => void) | undefined;
      const promise = new Promise<void>((resolve) => (settle = resolve));
      return { makeCase: () => settling(promise), settle: () => settle?.() };
    },
  ],
] as const)("cases of one %s are chosen equally often", async (_, make) => {
  const random = seeded();
  for (const count of [2, 20]) {
    const counts = Array.from({ length: count }, () => 0);
    for (let round = 0; round < ROUNDS; round += 1) {
      const { makeCase, settle } = make();
      const chosen = select(counts.map(makeCase), { random });
      settle();
      const index = (await chosen).case;
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(areEven(counts)).toBe(true);
  }
});

test("nothing is drawn by lot where no two cases share a queue", async () => {
  const random = vi.fn<() => number>();
  const [a, b] = [new Channel<number>(), new Channel<number>()];
  const cases = {
    in: receiving(a),
    out: sending(a, 1),
    b: receiving(b),
    stop: aborting(new AbortController().signal),
    end: aborting(undefined),
    off: aborting(undefined),
  };
  const chosen = select(cases, { random });
  b.post(1);
  expect(await chosen).toMatchObject({ case: "b", value: 1 });
  expect(random).not.toHaveBeenCalled();
});
