import mutex from "@sync-strategies/mutex-store/strategy";
import unsynchronized from "@sync-strategies/unsynchronized-store/strategy";
import {
  explore,
  exploreAll,
  lostUpdate,
  repeatedIncrements,
  replay,
} from "@sync-strategies/schedule-explorer";
import { expect, test } from "vitest";

test("every schedule has the verdict that its replay has", async () => {
  const { schedules, complete } = await exploreAll(lostUpdate, unsynchronized);
  expect(complete).toBe(true);
  expect(schedules.map(({ schedule }) => schedule)).toEqual([
    "AABB",
    "BBAA",
    "ABBA",
    "BAAB",
    "ABAB",
    "BABA",
  ]);
  for (const { schedule, kind } of schedules) {
    expect((await replay(lostUpdate, unsynchronized, schedule)).kind, schedule).toBe(kind);
  }
  expect(schedules.filter(({ kind }) => kind !== undefined)).toHaveLength(4);
});

test("it runs as many schedules as explore does where none fails", async () => {
  const { schedules } = await exploreAll(repeatedIncrements, mutex);
  const exploration = await explore(repeatedIncrements, mutex);
  expect(schedules).toHaveLength(exploration.schedules);
  expect(schedules.every(({ kind }) => kind === undefined)).toBe(true);
});

test("it stops at its maximum, and says that these are not all", async () => {
  const seen: string[] = [];
  const { schedules, complete } = await exploreAll(repeatedIncrements, unsynchronized, {
    maximumSchedules: 5,
    onSchedule: ({ schedule }) => seen.push(schedule),
  });
  expect(schedules.map(({ schedule }) => schedule)).toEqual(seen);
  expect(seen).toHaveLength(5);
  expect(complete).toBe(false);
});
