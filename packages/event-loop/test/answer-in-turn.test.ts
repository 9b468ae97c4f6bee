import {
  answerInTurn,
  nextTurn,
  refuseInTurn,
  rejectInTurn,
  turnIfDue,
} from "@sync-strategies/event-loop";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let now = 0;
beforeEach(async () => {
  await nextTurn();
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Makes the event loop's turn due. */
function makeTurnDue(): void {
  for (let step = 0; step < 64; step += 1) void turnIfDue();
  now += 10;
  for (let step = 0; step < 64; step += 1) void turnIfDue();
}

test("an answer is the value itself, and makes no promise, while no turn is due", () => {
  expect(answerInTurn(1)).toBe(1);
  expect(answerInTurn(undefined)).toBe(undefined);
});

test("an answer waits for the turn that is due", async () => {
  makeTurnDue();
  let answered = false;
  const answer = Promise.resolve(answerInTurn(1)).finally(() => (answered = true));
  for (let hop = 0; hop < 100; hop += 1) await Promise.resolve();
  expect(answered).toBe(false);
  expect(await answer).toBe(1);
});

test("a rejection waits for the turn that is due, and counts as handled meanwhile", async () => {
  await expect(rejectInTurn("at once")).rejects.toBe("at once");
  makeTurnDue();
  let rejected = false;
  const rejection = rejectInTurn("later").catch((reason: unknown) => {
    rejected = true;
    return reason;
  });
  for (let hop = 0; hop < 100; hop += 1) await Promise.resolve();
  expect(rejected).toBe(false);
  expect(await rejection).toBe("later");
});

test("a promise that waits is rejected at once, or in the turn that is due", async () => {
  const reasons: unknown[] = [];
  const reject = (reason: unknown): void => void reasons.push(reason);
  refuseInTurn(reject, "at once");
  expect(reasons).toEqual(["at once"]);
  makeTurnDue();
  refuseInTurn(reject, "later");
  expect(reasons).toEqual(["at once"]);
  await nextTurn();
  expect(reasons).toEqual(["at once", "later"]);
});
