/** What Go's tests check by whole programs of many tasks and channels. README.md lists them. */
import { Channel, nilChannel, receiving, select, sending } from "@sync-strategies/channels";
import { nextTurn } from "@sync-strategies/event-loop";
import { expect, test } from "vitest";
import {
  add,
  atMinusSquare,
  derivative,
  exponential,
  first,
  integral,
  ones,
  product,
  scale,
  subtract,
  type Series,
} from "./power-series.ts";

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const primesBelow100 = range(100).filter(
  (number) => number > 1 && range(number).every((factor) => factor < 2 || number % factor > 0),
);

/** The values of an endless generator, on a channel. */
function source(values: Iterable<number>, capacity: number): Channel<number> {
  const channel = new Channel<number>(capacity);
  void (async () => {
    for (const value of values) await channel.send(value);
  })();
  return channel;
}

function* numbersFrom(start: number, step: number): Generator<number> {
  for (let number = start; ; number += step) yield number;
}

test("a value passes through a chain of 10,000 tasks (goroutines.go)", async () => {
  const last = new Channel<number>();
  let next = last;
  for (const _ of range(10_000)) {
    const [left, right] = [next, new Channel<number>()];
    void (async () => left.send((await right.receive())!))();
    next = right;
  }
  next.post(1);
  expect(await last.receive()).toBe(1);
});

test("a chain of filters, one per prime, leaves the primes (sieve1.go)", async () => {
  let candidates = source(numbersFrom(2, 1), 0);
  const primes: number[] = [];
  while (primes.length < primesBelow100.length) {
    const unfiltered = candidates;
    const prime = (await unfiltered.receive())!;
    primes.push(prime);
    const filtered = new Channel<number>();
    void (async () => {
      for await (const candidate of unfiltered) {
        if (candidate % prime > 0) await filtered.send(candidate);
      }
    })();
    candidates = filtered;
  }
  expect(primes).toEqual(primesBelow100);
});

test("a loop of tasks that feeds back its own primes does not block (sieve2.go)", async () => {
  const [primes, found, composites] = [
    new Channel<number>(10),
    new Channel<number>(10),
    new Channel<number>(50),
  ];

  /** Keeps what the merger has not asked for yet, so that the sieve never waits for the merger. */
  const kept = new Channel<number>(10);
  void (async () => {
    const waiting: number[] = [];
    for (;;) {
      const oldest = waiting[0];
      const chosen = await select({
        in: receiving(kept),
        out: sending(oldest === undefined ? nilChannel<number>() : found, oldest ?? 0),
      });
      if (chosen.case === "in") waiting.push(chosen.value!);
      else waiting.shift();
    }
  })();

  // The merger: the odd multiples of each prime, all in one ascending line.
  void (async () => {
    const lines: { head: number; readonly multiples: Channel<number> }[] = [];
    for (;;) {
      const prime = (await found.receive())!;
      const multiples = source(numbersFrom(prime * prime, 2 * prime), 10);
      const ownFirst = (await multiples.receive())!;
      // Smaller multiples of earlier primes come before the first one of this prime.
      for (;;) {
        const line = lines.toSorted((a, b) => a.head - b.head)[0];
        if (line === undefined || line.head > ownFirst) break;
        if (line.head < ownFirst) await composites.send(line.head);
        line.head = (await line.multiples.receive())!;
      }
      await composites.send(ownFirst);
      lines.push({ head: (await multiples.receive())!, multiples });
    }
  })();

  // The sieve: odd numbers that are not composite.
  void (async () => {
    await primes.send(2);
    await primes.send(3);
    await found.send(3);
    const candidates = source(numbersFrom(5, 2), 50);
    let candidate = (await candidates.receive())!;
    for await (const composite of composites) {
      while (candidate < composite) {
        await kept.send(candidate);
        await primes.send(candidate);
        candidate = (await candidates.receive())!;
      }
      if (candidate === composite) candidate = (await candidates.receive())!;
    }
  })();

  const received: number[] = [];
  for (const _ of primesBelow100) received.push((await primes.receive())!);
  expect(received).toEqual(primesBelow100);
});

test("selects of the sender and of the relays pass on no value twice (doubleselect.go)", async () => {
  const count = 10_000;
  const channels = range(4).map(() => new Channel<number>());
  const merged = new Channel<number>();
  void (async () => {
    for (const value of range(count)) {
      await select(
        Object.fromEntries(channels.map((channel, at) => [String(at), sending(channel, value)])),
      );
    }
    for (const channel of channels) channel.close();
  })();
  const relays = channels.map(async (channel) => {
    for await (const value of channel) await merged.send(value);
  });
  void Promise.all(relays).then(() => merged.close());
  const received: number[] = [];
  for await (const value of merged) received.push(value);
  expect(received.toSorted((a, b) => a - b)).toEqual(range(count));
});

test("23 workers that pause in between lose and double no value (TestMultiConsumer)", async () => {
  const [count, workerCount] = [20_000, 23];
  const weights = [2, 3, 7, 11, 13, 17, 19, 23, 27, 31];
  const weight = (index: number): number => weights[index % weights.length]!;
  const [work, results] = [
    new Channel<number>(workerCount * 3),
    new Channel<number>(workerCount * 3),
  ];
  const workers = range(workerCount).map(async (worker) => {
    for await (const value of work) {
      if (value === weight(worker) && results.length === 0) await nextTurn();
      await results.send(value);
    }
  });
  void (async () => {
    for (const index of range(count)) await work.send(weight(index));
    work.close();
    await Promise.all(workers);
    results.close();
  })();
  let [resultCount, sum] = [0, 0];
  for await (const value of results) {
    resultCount += 1;
    sum += value;
  }
  const expected = range(count).reduce((total, index) => total + weight(index), 0);
  expect([resultCount, sum]).toEqual([count, expected]);
});

/**
 * Go has this program twice, once with channels of numbers and once with channels of interfaces;
 * there is no difference between the two where types are gone when the program runs.
 */
test("power series whose coefficients are asked for over channels (powser1.go, powser2.go)", async () => {
  expect(await of(ones())).toEqual(each(() => 1));
  expect(await of(add(ones(), ones()))).toEqual(each(() => 2));
  expect(await of(scale([-2n, 1n], ones()))).toEqual(each(() => -2));
  expect(await of(subtract(ones(), add(ones(), ones())))).toEqual(each(() => -1));
  expect(await of(derivative(ones()))).toEqual(each((power) => power + 1));
  expect(await of(product(ones(), ones()))).toEqual(each((power) => power + 1));
  expect(await of(integral([0n, 1n], ones()), 6)).toEqual(["0", "1", "1/2", "1/3", "1/4", "1/5"]);
  const arcTangent = integral([0n, 1n], atMinusSquare(ones()));
  expect(await of(arcTangent, 8)).toEqual(["0", "1", "0", "-1/3", "0", "1/5", "0", "-1/7"]);
  expect(await of(exponential(ones()))).toEqual(setsOfLists(10));
});

/** The first coefficients, written as fractions. */
async function of(series: Series, count = 10): Promise<string[]> {
  const coefficients = await first(series, count);
  return coefficients.map(([above, below]) => (below === 1n ? `${above}` : `${above}/${below}`));
}

function each(coefficient: (power: number) => number): string[] {
  return range(10).map((power) => String(coefficient(power)));
}

/**
 * The coefficients of exp(x + x² + x³ + …): n! times the n-th is the number of ways to put n things
 * into lists. That number is 1, 1, and then (2n - 1) times the one before less (n - 1)(n - 2) times
 * the one before that.
 */
function setsOfLists(count: number): string[] {
  const ways = [1, 1];
  for (let n = 2; n < count; n += 1) {
    ways.push((2 * n - 1) * ways[n - 1]! - (n - 1) * (n - 2) * ways[n - 2]!);
  }
  let factorial = 1;
  return ways.map((number, n) => {
    factorial *= Math.max(1, n);
    let [divisor, rest] = [factorial, number];
    while (rest > 0) [divisor, rest] = [rest, divisor % rest];
    return [number / divisor, factorial / divisor].join("/").replace(/\/1$/, "");
  });
}
