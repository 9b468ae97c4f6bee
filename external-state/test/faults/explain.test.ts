/** What faults say of a violation, held against histories in which it is known what happened. */
import type { Disturbance, HeldOperation, Scene } from "@sync-strategies/faults/fault";
import { check, register, type Operation } from "@sync-strategies/linearizability";
import { expect, test } from "vitest";
import connectionsCut from "../../faults/connections-cut.ts";
import failover from "../../faults/failover.ts";
import holderStopped from "../../faults/holder-stopped.ts";

/** An update from one value to another, called and acknowledged at these milliseconds. */
function update(
  client: number,
  [before, after]: readonly [number | null, number],
  [called, returned]: readonly [number, number?],
): Operation {
  return { client, key: "0", name: "update", output: [before, after], called, returned };
}

/** A scene whose events are milliseconds. */
function sceneOf(
  history: readonly Operation[],
  disturbances: readonly Disturbance[],
  held: readonly HeldOperation[] = [],
): Scene {
  return {
    verdict: check(history, register(), { clientTitle }),
    disturbances,
    held,
    timeOf: (event) => event,
    clientTitle,
  };
}

function clientTitle(client: number): string {
  return `client ${client} (process ${1 + (client % 2)})`;
}

/** The held update of client 12, which is in process 1. */
const late: HeldOperation = {
  clientTitle: clientTitle(12),
  key: 0,
  before: 1,
  after: 2,
  calledMs: 1000,
  heldMs: 1200,
  acknowledgedMs: 5100,
  rejected: undefined,
};

const [anyLock] = holderStopped.cells;
const stopped: Disturbance = { label: "SIGSTOP process 1", fromMs: 1250, toMs: 5050 };

/** It wrote the value that the held update was given. */
const first = update(7, [null, 1], [100, 200]);

const stoodStill =
  "Client 12 (process 1) was given the lock of key 0 at 1.20 s, stood still from 1.25 s to 5.05 s, and ";

test("of a holder that wrote too late: when it stood still, when it wrote, whose change is lost", () => {
  const history = [first, update(12, [1, 2], [1000, 5100]), update(7, [1, 3], [1300, 3250])];
  expect(holderStopped.explain?.(sceneOf(history, [stopped], [late]), anyLock!)).toEqual([
    `${stoodStill}wrote by 5.10 s, after client 7 (process 2) had been given the lock: its change ` +
      "to 3 had been acknowledged at 3.25 s, and is lost.",
  ]);
});

test("a violation of other clients is not the stopped holder's", () => {
  const others = [update(3, [8, 9], [5200, 5300]), update(5, [8, 10], [5250, 5350])];
  const history = [first, update(12, [1, 8], [1000, 5100]), ...others];
  const scene = sceneOf(history, [stopped], [{ ...late, after: 8 }]);
  expect(scene.verdict.verdict).toBe("not-linearizable");
  expect(holderStopped.explain?.(scene, anyLock!)).toEqual([`${stoodStill}wrote by 5.10 s.`]);
});

test("of a holder whose late write was refused: when, and by what words", () => {
  const rejected = { atMs: 5100, message: "The lock had run out." };
  const refused = { ...late, acknowledgedMs: undefined, rejected };
  const history = [first, update(7, [1, 3], [1300, 3250])];
  expect(holderStopped.explain?.(sceneOf(history, [stopped], [refused]), anyLock!)).toEqual([
    `${stoodStill}was refused at 5.10 s: The lock had run out.`,
  ]);
});

test("of a holder without an answer: that there was none by the end", () => {
  const unanswered = { ...late, acknowledgedMs: undefined };
  expect(holderStopped.explain?.(sceneOf([first], [stopped], [unanswered]), anyLock!)).toEqual([
    `${stoodStill}was not answered by the end of the run.`,
  ]);
});

test("of a holder that never held, nothing", () => {
  const never = { ...late, heldMs: undefined, before: undefined };
  expect(holderStopped.explain?.(sceneOf([first], [stopped], [never]), anyLock!)).toEqual([]);
});

test("of a failover: when, and the last change that was acknowledged and is gone", () => {
  const failedOver = { label: "primary killed, replica promoted", fromMs: 900, toMs: 1100 };
  const history = [
    first,
    update(4, [1, 2], [500, 600]),
    // The replica still had what was there before.
    update(7, [1, 3], [1200, 1300]),
  ];
  const [cell] = failover.cells;
  expect(failover.explain?.(sceneOf(history, [failedOver]), cell!)).toEqual([
    "The primary was killed at 0.90 s, and the replica, whose link had been cut, was in its place " +
      "from 1.10 s on. It had never had the change to 2 that client 4 (process 1) had been " +
      "acknowledged by 0.60 s.",
  ]);
  expect(failover.explain?.(sceneOf([first], [failedOver]), cell!)).toEqual([]);
});

test("of a failover that no two changes from one value show: when it was, and no more", () => {
  const failedOver = { label: "primary killed, replica promoted", fromMs: 900, toMs: 1100 };
  const [cell] = failover.cells;
  const happened =
    "The primary was killed at 0.90 s, and the replica, whose link had been cut, was in its place " +
    "from 1.10 s on.";
  const older = [first, update(4, [1, 2], [500, 600]), update(4, [2, 3], [700, 800])];
  const stale = sceneOf([...older, update(7, [2, 9], [1200, 1300])], [failedOver]);
  // The change to 2 is what the replica had: that to 3 is gone.
  expect(failover.explain?.(stale, cell!)).toEqual([
    `${happened} It had never had the change to 3 that client 4 (process 1) had been acknowledged ` +
      "by 0.80 s.",
  ]);
  const read = { client: 7, key: "0", name: "read", output: 2, called: 1200, returned: 1300 };
  expect(failover.explain?.(sceneOf([...older, read], [failedOver]), cell!)).toEqual([happened]);
});

const cut: Disturbance = { label: "replies lost, connections cut", fromMs: 10, toMs: 20 };

test("of a lost reply taken for a failure: when, and who saw what had failed", () => {
  const rejected = { atMs: 30, message: "no reply" };
  const held = { ...late, before: undefined, acknowledgedMs: undefined, rejected };
  const history = [update(7, [2, 3], [100, 200])];
  const cell = connectionsCut.cells.find(({ unknownIs }) => unknownIs === "failed");
  expect(connectionsCut.explain?.(sceneOf(history, [cut], [held]), cell!)).toEqual([
    "The server made the change to 2 that client 12 (process 1) asked for, and its reply was lost. " +
      "The client took that for a failure at 0.03 s, and client 7 (process 2) had been given 2 by " +
      "0.20 s.",
  ]);
});

test("of a change that was sent again: that it was done on top of itself", () => {
  const held = { ...late, before: undefined, acknowledgedMs: 40 };
  const history = [update(12, [2, 2], [5, 40])];
  const cell = connectionsCut.cells.find(({ strategy }) => strategy === "redis-ioredis");
  expect(connectionsCut.explain?.(sceneOf(history, [cut], [held]), cell!)).toEqual([
    "The server made the change to 2 that client 12 (process 1) asked for, and its reply was lost. " +
      "It was sent again, and found that change in place of the value that it was to replace; so the " +
      "update started over, on top of itself, and was acknowledged at 0.04 s.",
  ]);
});

test("of lost replies that led to no violation, nothing", () => {
  const [cell] = connectionsCut.cells;
  expect(connectionsCut.explain?.(sceneOf([first], [cut], [late]), cell!)).toEqual([]);
});
