import { describe, expect, test } from "vitest";
import { starvedClients, type Waits } from "../src/index.ts";

/** A run of a second, in which each operation in flight was overtaken by 1000 others. */
function waits(agesMs: Waits["agesMs"], more: Partial<Waits> = {}): Waits {
  return {
    agesMs,
    overtaken: agesMs.map((age) => (age === null ? null : 1000)),
    areUnfair: false,
    elapsedMs: 1000,
    explainedMs: 0,
    ...more,
  };
}

describe("a client is starved", () => {
  test("if it waits through half of the run while others are served ten times each", () => {
    expect(starvedClients(waits([980, 980, 1]))).toEqual([0, 1]);
    expect(starvedClients(waits([500, 499, null]))).toEqual([0]);
    expect(starvedClients(waits([980, null, null], { overtaken: [20, null, null] }))).toEqual([0]);
    expect(starvedClients(waits([980, null, null], { overtaken: [19, null, null] }))).toEqual([]);
  });

  test("if most are, by few: what overtook them was done by those few", () => {
    const agesMs = Array.from({ length: 110 }, (_, client) => (client < 100 ? 990 - client : 5));
    const overtaken = agesMs.map((_, client) => (client < 100 ? 265 - client : 1));
    expect(starvedClients(waits(agesMs, { overtaken }))).toHaveLength(100);
    // One more waits for a long time, and was overtaken by hardly any.
    agesMs[105] = 600;
    overtaken[105] = 5;
    expect(starvedClients(waits(agesMs, { overtaken }))).toHaveLength(100);
  });

  test("but not if the machine stood still: each client was overtaken once at most", () => {
    const agesMs = Array.from({ length: 100 }, (_, client) => (client === 40 ? 980 : 1));
    const overtaken = agesMs.map(() => 99);
    expect(starvedClients(waits(agesMs, { overtaken }))).toEqual([]);
    // All but one wait since shortly after the start, each for those that were ahead of it.
    const queue = agesMs.map((_, client) => 980 - client);
    const ahead = agesMs.map((_, client) => 99 - client);
    expect(starvedClients(waits(queue, { overtaken: ahead }))).toEqual([]);
  });

  test("nor if no client is served meanwhile", () => {
    expect(starvedClients(waits([980, 980, 980], { overtaken: [2, 1, 0] }))).toEqual([]);
    expect(starvedClients(waits([980]))).toEqual([]);
  });

  test("nor if it waits for clients that hold the state one after the other", () => {
    expect(starvedClients(waits([980, 1], { explainedMs: 1000 }))).toEqual([]);
    expect(starvedClients(waits([980, 1], { explainedMs: 100 }))).toEqual([0]);
  });

  test("nor if what completed meanwhile had arrived before it, as in a queue that grows", () => {
    const overtaken = [0, 9, 10, 10];
    expect(starvedClients(waits([900, 900, 900, null], { overtaken, areUnfair: true }))).toEqual([
      2,
    ]);
  });

  test("even if all clients wait, where what overtook them was unfair", () => {
    expect(starvedClients(waits([900, 900], { areUnfair: true }))).toEqual([0, 1]);
  });
});
