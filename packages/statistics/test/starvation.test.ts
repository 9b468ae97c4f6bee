import { describe, expect, test } from "vitest";
import { starvedClients, type Waits } from "../src/index.ts";

/** A run of a second, in which the last client is served all the time. */
function waits(agesMs: Waits["agesMs"], more: Partial<Waits> = {}): Waits {
  const completed = agesMs.map((_, client) => (client === agesMs.length - 1 ? 1000 : 1));
  return { completed, agesMs, elapsedMs: 1000, explainedMs: 0, ...more };
}

describe("a client is starved", () => {
  test("if it waits through half of the run while another one is served ten times", () => {
    expect(starvedClients(waits([980, 980, 1]))).toEqual([0, 1]);
    expect(starvedClients(waits([500, 499, null]))).toEqual([0]);
    expect(starvedClients(waits([980, null], { completed: [1, 11] }))).toEqual([0]);
    expect(starvedClients(waits([980, null], { completed: [1, 10] }))).toEqual([]);
  });

  test("also if it was the best served one before", () => {
    expect(starvedClients(waits([900, null, null], { completed: [5000, 40, 2] }))).toEqual([0]);
    expect(starvedClients(waits([900, null, null], { completed: [5000, 4, 2] }))).toEqual([]);
  });

  test("but not if no client is served meanwhile", () => {
    expect(starvedClients(waits([980, 980, 980], { completed: [1, 1, 1] }))).toEqual([]);
    expect(starvedClients(waits([980], { completed: [1] }))).toEqual([]);
  });

  test("nor if it waits for clients that hold the state one after the other", () => {
    expect(starvedClients(waits([980, 1], { explainedMs: 1000 }))).toEqual([]);
    expect(starvedClients(waits([980, 1], { explainedMs: 100 }))).toEqual([0]);
  });

  test("nor if what completed meanwhile had arrived before it, as in a queue that grows", () => {
    expect(starvedClients(waits([900, 900, 900], { overtaken: [0, 9, 10] }))).toEqual([2]);
  });
});
