/** What a trial that makes no progress is waiting for, by what was seen of it and when. */
import { completeParameters } from "@sync-strategies/workload";
import { describe, expect, test } from "vitest";
import { reasonOfHang } from "../src/hung.ts";
import type { TrialPhase } from "../src/measure.ts";
import { SignsOfLife, stalledMembers, waitedMs, type Signs } from "../src/signs-of-life.ts";

const parameters = completeParameters({
  readers: 1,
  writers: 1,
  updaters: 0,
  keys: 1,
  pauseUs: 0,
  hold: "microtask",
  seed: 1,
});

/**
 * Looks at members that have completed these operations.
 *
 * @param idle which of them have done what they were asked.
 * @param looping which of them say nothing.
 */
function lookAt(
  signs: SignsOfLife,
  now: number,
  operations: readonly number[],
  idle: readonly number[] = [],
  looping: readonly number[] = [],
): Signs {
  const members = operations.map((completedOps, member) => ({
    name: `thread ${member + 1}`,
    completedOps,
    notices: looping.includes(member) ? 0 : now,
    isAwaited: !idle.includes(member),
  }));
  const completedOps = operations.reduce((sum, one) => sum + one, 0);
  return signs.look("running", { completedOps, members }, now);
}

describe("signs of life", () => {
  test("are of the whole where there are no members", () => {
    const signs = new SignsOfLife();
    const look = (completedOps: number, now: number): number =>
      waitedMs(signs.look("running", { completedOps, members: [] }, now));
    expect([look(0, 0), look(0, 500), look(1, 700), look(1, 900)]).toEqual([0, 500, 0, 200]);
  });

  test("begin anew with each phase", () => {
    const signs = new SignsOfLife();
    const look = (phase: TrialPhase, now: number): number =>
      waitedMs(signs.look(phase, { completedOps: 0, members: [] }, now));
    expect([look("closing", 0), look("closing", 500), look("checking", 600)]).toEqual([0, 500, 0]);
  });

  test("are of the member that is awaited longest, however far the others are", () => {
    const signs = new SignsOfLife();
    lookAt(signs, 0, [0, 0, 0]);
    lookAt(signs, 900, [5, 5, 5]);
    const seen = lookAt(signs, 4000, [50, 5, 60]);
    expect(waitedMs(seen)).toBe(3100);
    expect(stalledMembers(seen)).toMatchObject([{ name: "thread 2" }]);
  });

  test("are not asked of a member that has done what it was asked", () => {
    const signs = new SignsOfLife();
    lookAt(signs, 0, [9, 0], [0]);
    const seen = lookAt(signs, 5000, [9, 0], [0]);
    expect(stalledMembers(seen)).toMatchObject([{ name: "thread 2" }]);
    expect(waitedMs(lookAt(signs, 6000, [9, 1], [0]))).toBe(0);
  });
});

describe("a trial that hung", () => {
  test("names all of its threads that stopped, and what the others did", () => {
    const signs = new SignsOfLife();
    lookAt(signs, 0, [0, 0, 0, 0]);
    const seen = lookAt(signs, 10_000, [120_331, 0, 118_002, 0]);
    expect(reasonOfHang(seen, 10_000, parameters)).toBe(
      "hung while running: thread 2 and thread 4 of 4 completed no operation for 10 s " +
        "(thread 1: 120,331, thread 3: 118,002)",
    );
  });

  test("names the first of many, and counts the rest", () => {
    const signs = new SignsOfLife();
    lookAt(signs, 0, [0, 0, 0, 0, 0, 0]);
    expect(reasonOfHang(lookAt(signs, 10_000, [0, 0, 0, 0, 0, 9]), 10_000, parameters)).toBe(
      "hung while running: thread 1, thread 2, thread 3 and 2 others of 6 completed no operation " +
        "for 10 s (thread 6: 9)",
    );
  });

  test("adds up what the others did where they are many", () => {
    const signs = new SignsOfLife();
    lookAt(signs, 0, [0, 0, 0, 0, 0, 0]);
    const seen = lookAt(signs, 10_000, [1000, 0, 1000, 1000, 1000, 1000]);
    expect(reasonOfHang(seen, 10_000, parameters)).toBe(
      "hung while running: thread 2 of 6 completed no operation for 10 s (the other 5 together: 5,000)",
    );
  });

  test("names the thread for which all others wait, where its event loop does not turn", () => {
    const signs = new SignsOfLife();
    lookAt(signs, 0, [3, 3, 3], [], [1]);
    expect(reasonOfHang(lookAt(signs, 10_000, [3, 3, 3], [], [1]), 10_000, parameters)).toBe(
      "hung while running: no operation completed for 10 s; " +
        "the event loop of thread 2 of 3 does not turn",
    );
  });

  test("says so where no event loop turns, as when all wait for a lock that blocks", () => {
    const signs = new SignsOfLife();
    lookAt(signs, 0, [3, 3], [], [0, 1]);
    expect(reasonOfHang(lookAt(signs, 10_000, [3, 3], [], [0, 1]), 10_000, parameters)).toBe(
      "hung while running: no operation completed for 10 s; the event loops of all 2 do not turn",
    );
  });

  test("names none where all have stopped", () => {
    const signs = new SignsOfLife();
    lookAt(signs, 0, [3, 3]);
    expect(reasonOfHang(lookAt(signs, 1500, [3, 3]), 1500, parameters)).toBe(
      "hung while running: no operation completed for 1.5 s",
    );
  });
});
