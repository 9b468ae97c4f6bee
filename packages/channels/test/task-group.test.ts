import { Channel, TaskGroup } from "@sync-strategies/channels";
import { nextTurn } from "@sync-strategies/event-loop";
import { describe, expect, test } from "vitest";
import { stateOf, WatchedController } from "./watched-signal.ts";

/** A task that ends only when its signal aborts, and notes with what reason. */
function untilAborted(reasons: unknown[]): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    await new Channel<never>().receive({ signal }).catch((reason: unknown) => reasons.push(reason));
  };
}

describe("a group of tasks", () => {
  test("starts a task at once, up to its first await", async () => {
    const order: string[] = [];
    const group = new TaskGroup();
    void group.run(async () => {
      order.push("task");
      await nextTurn();
      order.push("task again");
    });
    order.push("caller");
    await group.wait();
    expect(order).toEqual(["task", "caller", "task again"]);
  });

  test("is waited for until all tasks have ended, also those that a task starts", async () => {
    const ended: string[] = [];
    const group = new TaskGroup();
    void group.run(async () => {
      await nextTurn();
      void group.run(async () => {
        await nextTurn();
        ended.push("inner");
      });
      ended.push("outer");
    });
    await group.wait();
    expect(ended).toEqual(["outer", "inner"]);
  });

  test("cancels the other tasks when one fails, and waits for them before it says so", async () => {
    const failure = new Error("the first failure");
    const [held, reasons] = [new Channel<void>(), [] as unknown[]];
    const group = new TaskGroup();
    void group.run(untilAborted(reasons));
    void group.run(async (signal) => {
      await untilAborted(reasons)(signal);
      await held.receive();
      throw new Error("a later failure");
    });
    void group.run(async () => {
      await nextTurn();
      throw failure;
    });
    const waiting = group.wait();
    expect(await stateOf(waiting)).toBe("pending");
    expect(reasons).toEqual([failure, failure]);
    held.post();
    await expect(waiting).rejects.toBe(failure);
  });

  test.each([["undefined", undefined] as const, ["an error", new Error("thrown")] as const])(
    "reports %s, thrown by a task that is not async, as a failure",
    async (_, thrown) => {
      const group = new TaskGroup();
      void group.run(() => {
        throw thrown;
      });
      expect(group.signal.aborted).toBe(true);
      await expect(group.wait()).rejects.toBe(thrown);
    },
  );

  test("starts no task once it has failed", async () => {
    const group = new TaskGroup();
    void group.run(() => Promise.reject(new Error("failed")));
    await nextTurn();
    let started = false;
    await group.run(() => (started = true));
    await expect(group.wait()).rejects.toThrow("failed");
    expect(started).toBe(false);
  });

  test("starts no task once it has ended", async () => {
    const group = new TaskGroup();
    await group.wait();
    await expect(group.run(() => {})).rejects.toBeInstanceOf(TypeError);
  });

  test("aborts its signal when it ends, so that nothing outlives it", async () => {
    const [group, reasons] = [new TaskGroup(), [] as unknown[]];
    const beside = untilAborted(reasons)(group.signal);
    await group.run(nextTurn);
    expect(group.signal.aborted).toBe(false);
    await group.wait();
    await beside;
    expect(reasons).toMatchObject([{ name: "AbortError" }]);
  });

  test("is left with await using only when its tasks have ended, with their failure", async () => {
    const order: string[] = [];
    const scope = async (): Promise<void> => {
      await using group = new TaskGroup();
      void group.run(async () => {
        await nextTurn();
        order.push("task");
        throw new Error("failed");
      });
      order.push("body");
    };
    await scope().catch((error: unknown) => order.push(String(error)));
    expect(order).toEqual(["body", "task", "Error: failed"]);
  });
});

describe("a scope with await using", () => {
  test("reports a failure once, if its body has waited for the group itself", async () => {
    const failure = new Error("failed");
    const scope = async (): Promise<void> => {
      await using group = new TaskGroup();
      void group.run(() => Promise.reject(failure));
      await group.wait();
    };
    await expect(scope()).rejects.toBe(failure);
  });
});

describe("a group in a busy program", () => {
  test("lets timers have their turn, although tasks and groups end at once", async () => {
    const group = new TaskGroup();
    const time = new AbortController();
    setTimeout(() => time.abort(), 1);
    while (!time.signal.aborted) await group.run(() => {});

    const moreTime = new AbortController();
    setTimeout(() => moreTime.abort(), 1);
    while (!moreTime.signal.aborted) await new TaskGroup().wait();
    await expect(group.wait()).resolves.toBeUndefined();
  });

  test("makes Node print no warning, however many tasks listen to their signals", async () => {
    const warnings: unknown[] = [];
    const warn = (warning: unknown): void => void warnings.push(warning);
    process.on("warning", warn);
    const group = new TaskGroup();
    let aborted = 0;
    for (let task = 0; task < 100; task += 1) {
      void group.run((signal) => {
        signal.addEventListener("abort", () => (aborted += 1));
        return nextTurn();
      });
    }
    void group.run(() => Promise.reject(new Error("failed")));
    await expect(group.wait()).rejects.toThrow("failed");
    await nextTurn();
    process.off("warning", warn);
    expect([aborted, warnings]).toEqual([100, []]);
  });
});

describe("a parent's signal", () => {
  test("cancels the tasks, and is the reason that the group reports", async () => {
    const [controller, reasons] = [new WatchedController(), [] as unknown[]];
    const group = new TaskGroup({ signal: controller.signal });
    void group.run(untilAborted(reasons));
    controller.abort("the user left");
    await expect(group.wait()).rejects.toBe("the user left");
    expect([reasons, controller.listeners]).toEqual([["the user left"], 0]);
  });

  test("that has aborted lets no task start", async () => {
    const group = new TaskGroup({ signal: AbortSignal.abort("before") });
    let started = false;
    await group.run(() => (started = true));
    await expect(group.wait()).rejects.toBe("before");
    expect(started).toBe(false);
  });

  test("comes too late for a group that has failed", async () => {
    const controller = new AbortController();
    const group = new TaskGroup({ signal: controller.signal });
    void group.run(() => Promise.reject(new Error("failed")));
    await nextTurn();
    controller.abort("too late");
    await expect(group.wait()).rejects.toThrow("failed");
  });

  test("cannot be given in place of the options, nor be anything else", () => {
    const { signal } = new AbortController();
    expect(() => new TaskGroup(signal as never)).toThrow(TypeError);
    expect(() => new TaskGroup({ signal: "now" as never })).toThrow(TypeError);
  });

  test("has one listener for any number of groups, and none once they have ended", async () => {
    const controller = new WatchedController();
    const groups = Array.from({ length: 20 }, () => new TaskGroup({ signal: controller.signal }));
    expect(controller.listeners).toBe(1);
    await Promise.all(groups.map((group) => group.wait()));
    expect(controller.listeners).toBe(0);
  });
});

describe("a limit", () => {
  test("lets no more tasks run at a time, and starts them in order", async () => {
    const [started, places] = [[] as number[], new Channel<void>()];
    const group = new TaskGroup({ limit: 2 });
    const starts = [0, 1, 2, 3].map((task) =>
      group.run(async () => {
        started.push(task);
        await places.receive();
      }),
    );
    expect(await Promise.all(starts.map(stateOf))).toEqual(["done", "done", "pending", "pending"]);
    for (const running of [2, 3, 4]) {
      await nextTurn();
      expect(started).toEqual([0, 1, 2, 3].slice(0, running));
      await places.send();
    }
    await places.send();
    await group.wait();
  });

  test("gives the place of a task that failed to none that waits", async () => {
    const held = new Channel<void>();
    const group = new TaskGroup({ limit: 1 });
    const started: string[] = [];
    void group.run(async () => {
      started.push("first");
      await held.receive();
      throw new Error("failed");
    });
    const second = group.run(() => started.push("second"));
    held.post();
    await second;
    await expect(group.wait()).rejects.toThrow("failed");
    expect(started).toEqual(["first"]);
  });

  test("starts no task whose place was free already when the group failed", async () => {
    let end: (() => void) | undefined;
    let fail: ((reason: Error) => void) | undefined;
    const group = new TaskGroup({ limit: 2 });
    const started: string[] = [];
    void group.run(() => new Promise<void>((resolve) => (end = resolve)));
    void group.run(() => new Promise((_, reject) => (fail = reject)));
    const third = group.run(() => started.push("third"));
    end?.();
    fail?.(new Error("failed"));
    await third;
    await expect(group.wait()).rejects.toThrow("failed");
    expect(started).toEqual([]);
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])("cannot be %s", (limit) => {
    expect(() => new TaskGroup({ limit })).toThrow(RangeError);
  });
});
