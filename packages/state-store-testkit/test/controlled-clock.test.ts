import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { ControlledClock } from "../src/controlled-clock.ts";

const clock = new ControlledClock();
afterEach(() => clock[Symbol.dispose]());

const DAY_MS = 24 * 60 * 60 * 1000;

test("timers of any length fire when days pass, in every form", async () => {
  const fired: string[] = [];
  clock.hurry();
  setTimeout(() => fired.push("timer"), DAY_MS);
  const interval = setInterval(() => {
    fired.push("interval");
    clearInterval(interval);
  }, DAY_MS);
  const cleared = setTimeout(() => fired.push("cleared"), DAY_MS);
  clearTimeout(cleared);
  void sleep(DAY_MS).then(() => fired.push("promise"));
  const signal = AbortSignal.timeout(DAY_MS);
  signal.addEventListener("abort", () => fired.push("signal"));
  await clock.passDays();
  expect(fired.toSorted()).toEqual(["interval", "promise", "signal", "timer"]);
});

test("clocks are days ahead when days have passed", async () => {
  const [date, elapsed] = [Date.now(), performance.now()];
  clock.hurry();
  await clock.passDays();
  expect(Date.now() - date).toBeGreaterThan(DAY_MS);
  expect(performance.now() - elapsed).toBeGreaterThan(DAY_MS);
});

test("stopped clocks stand still", async () => {
  clock.stop();
  const [date, elapsed] = [Date.now(), performance.now()];
  await sleep(5);
  expect([Date.now(), performance.now()]).toEqual([date, elapsed]);
});

test("everything is put back", () => {
  const before = timersAndClocks();
  clock.hurry();
  clock.stop();
  clock[Symbol.dispose]();
  expect(timersAndClocks()).toEqual(before);
  expect(Object.hasOwn(performance, "now")).toBe(false);
});

/** The functions themselves, whoever replaces them. */
function timersAndClocks(): unknown[] {
  const timers = [globalThis.setTimeout, globalThis.setInterval];
  const { timeout } = AbortSignal as { timeout: unknown };
  return [...timers, timeout, Date.now, (performance as { now: unknown }).now];
}
