import { expect, test } from "vitest";
import { arrive, momentIn } from "../src/start-time.ts";

test("no run starts before its moment, and the lateness is that of the start", async () => {
  const moment = momentIn(5);
  const lateMs = await arrive(moment);
  expect(process.hrtime.bigint()).toBeGreaterThanOrEqual(moment);
  expect(lateMs).toBeGreaterThanOrEqual(0);
});

test("a run whose moment is over starts at once, and is late by that", async () => {
  expect(await arrive(momentIn(-5))).toBeGreaterThanOrEqual(5);
});
