import { expect, test } from "vitest";
import { StillWaitingError, VirtualClock } from "../src/simulation/virtual-clock.ts";

const LIMIT_MS = 10_000;

const replaced = (): unknown[] => [
  setTimeout,
  setInterval,
  clearTimeout,
  clearInterval,
  Reflect.get(performance, "now"),
];

test("time passes to the next timer, and timers of one moment fire as they were set", async () => {
  using clock = new VirtualClock();
  const said: string[] = [];
  const note = (what: string) => () => void said.push(`${what} at ${performance.now()}`);
  setTimeout(note("late"), 3_600);
  setTimeout(note("first"), 5);
  setTimeout(note("second"), 5);
  clearTimeout(setTimeout(note("cleared"), 6));
  const ticks = setInterval(note("tick"), 1000);
  setTimeout(() => clearInterval(ticks), 2500);
  await clock.passUntil(new Promise<void>((resolve) => setTimeout(resolve, 3_600)), LIMIT_MS);
  expect(said).toEqual([
    "first at 5",
    "second at 5",
    "tick at 1000",
    "tick at 2000",
    "late at 3600",
  ]);
});

test("promises run out before time passes", async () => {
  using clock = new VirtualClock();
  const said: number[] = [];
  setTimeout(() => {
    let steps = Promise.resolve();
    for (let step = 0; step < 50; step += 1) steps = steps.then(() => {});
    void steps.then(() => said.push(performance.now()));
  }, 1);
  await clock.passUntil(new Promise<void>((resolve) => setTimeout(resolve, 2)), LIMIT_MS);
  expect(said).toEqual([1]);
});

test("says that something waits without end, with timers and without", async () => {
  const never = new Promise<void>(() => {});
  {
    using clock = new VirtualClock();
    await expect(clock.passUntil(never, LIMIT_MS)).rejects.toThrow(StillWaitingError);
    expect(clock.nowMs).toBe(0);
  }
  using clock = new VirtualClock();
  setInterval(() => {}, 5);
  await expect(clock.passUntil(never, LIMIT_MS)).rejects.toThrow(StillWaitingError);
});

test("settles as the promise does", async () => {
  using clock = new VirtualClock();
  await expect(clock.passUntil(Promise.reject(new Error("no")), LIMIT_MS)).rejects.toThrow("no");
  expect(await clock.passUntil(Promise.resolve(7), LIMIT_MS)).toBe(7);
});

test("puts everything back, and there is one at a time", () => {
  const before = replaced();
  const clock = new VirtualClock();
  expect(() => new VirtualClock()).toThrow(TypeError);
  expect(setTimeout).not.toBe(before[0]);
  clock[Symbol.dispose]();
  expect(replaced()).toEqual(before);
  new VirtualClock()[Symbol.dispose]();
});
