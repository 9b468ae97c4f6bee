import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Patience, STEPS_OF_PATIENCE } from "../src/patience.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the patience", () => {
  test("ends after its time, once", () => {
    const onEnd = vi.fn<(patienceMs: number) => void>();
    new Patience(onEnd).renew(1000);
    vi.advanceTimersByTime(999);
    expect(onEnd).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5000);
    expect(onEnd.mock.calls).toEqual([[1000]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is not used up by one timer, however late: the process may have stood still", () => {
    const onEnd = vi.fn<(patienceMs: number) => void>();
    new Patience(onEnd).renew(1000);
    for (let step = 1; step < STEPS_OF_PATIENCE; step++) vi.advanceTimersToNextTimer();
    expect(onEnd).not.toHaveBeenCalled();
    vi.advanceTimersToNextTimer();
    expect(onEnd).toHaveBeenCalledOnce();
  });

  test("starts anew with progress, and ends with its owner", () => {
    const onEnd = vi.fn<(patienceMs: number) => void>();
    const patience = new Patience(onEnd);
    patience.renew(1000);
    vi.advanceTimersByTime(900);
    patience.renew(2000);
    vi.advanceTimersByTime(1900);
    patience.stop();
    vi.advanceTimersByTime(5000);
    expect(onEnd).not.toHaveBeenCalled();
  });
});
