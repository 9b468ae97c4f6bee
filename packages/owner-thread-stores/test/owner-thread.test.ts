/** What both kinds of line have in common, with handles that are all in this thread. */
import { defer } from "@sync-strategies/state-store-testkit/contract";
import type { StateStore } from "@sync-strategies/state-store";
import { describe, expect, onTestFinished, test } from "vitest";
import strategies from "@sync-strategies/owner-thread-stores/strategy";
import type { PortState } from "../src/port-state.ts";
import type { RingState } from "../src/ring-state.ts";

const unknown = expect.objectContaining({ code: "OUTCOME_UNKNOWN" });

for (const strategy of strategies) {
  const open = async (): Promise<{
    state: PortState | RingState;
    handles: StateStore<number, number>[];
  }> => {
    const state = (await strategy.createState({ members: 2, keys: 8, folder: "" })) as
      | PortState
      | RingState;
    onTestFinished(() => state[Symbol.asyncDispose]());
    const handles = [0, 1, 2].map((member) =>
      strategy.openStore<number, number>(state.addressFor(member).address),
    );
    return { state, handles: await Promise.all(handles) };
  };

  describe(`the owner of ${strategy.title}`, () => {
    test("an owner that ends leaves the outcome of open operations unknown, and of later ones", async () => {
      const { state, handles } = await open();
      const [one, other] = handles as [StateStore<number, number>, StateStore<number, number>];
      const [started, decision] = [defer(), defer<number>()];
      const operations = [
        one.update(1, () => {
          started.resolve();
          return decision.promise;
        }),
        started.promise.then(() => other.write(1, 2)),
      ];
      await started.promise;
      await other.read(1);
      const outcomes = Promise.allSettled(operations);
      await state.owner.worker.terminate();
      for (const outcome of await outcomes) {
        expect(outcome).toEqual({ status: "rejected", reason: unknown });
      }
      await expect(other.read(2)).rejects.toEqual(unknown);
      decision.resolve(1);
      await Promise.all(handles.map((handle) => handle.close()));
      await expect(one.read(2)).rejects.toMatchObject({ code: "STORE_CLOSED" });
      expect(() => state.addressFor(0)).toThrow("The owner's thread has ended.");
    });

    test("a handle closes while what it cancelled still waits, and is passed over", async () => {
      const { handles } = await open();
      const [one, other, third] = handles;
      const [started, decision] = [defer(), defer<number>()];
      const update = one!.update(1, () => {
        started.resolve();
        return decision.promise;
      });
      await started.promise;
      const controller = new AbortController();
      const cancelled = other!.update(1, () => 2, controller);
      await other!.read(1);
      controller.abort("enough");
      await expect(cancelled).rejects.toBe("enough");
      await other!.close();
      const waiting = third!.update(1, (current = 0) => current + 10);
      decision.resolve(1);
      expect(await update).toBe(1);
      expect(await waiting).toBe(11);
    });

    test("an update that was cancelled as its grant came gives the key back", async () => {
      const { handles } = await open();
      const [one, other] = handles as [StateStore<number, number>, StateStore<number, number>];
      let calls = 0;
      for (let round = 0; round < 20; round += 1) {
        const controller = new AbortController();
        const cancelled = one.update(1, () => (calls += 1), controller);
        controller.abort("enough");
        await expect(cancelled).rejects.toBe("enough");
        expect(await other.update(1, () => round)).toBe(round);
      }
      expect(calls).toBe(0);
    });

    test("any number of operations may be open, those of other keys get through", async () => {
      const { handles } = await open();
      const [one, other] = handles as [StateStore<number, number>, StateStore<number, number>];
      const [started, decision] = [defer(), defer<number>()];
      const update = one.update(1, () => {
        started.resolve();
        return decision.promise;
      });
      await started.promise;
      const writes = Array.from({ length: 5000 }, (_, value) => one.write(1, value));
      const additions = Array.from({ length: 5000 }, () =>
        other.update(1, (current = 0) => current + 1),
      );
      await Promise.all([one.write(2, 5), other.write(3, 6)]);
      decision.resolve(0);
      await Promise.all([update, ...writes, ...additions]);
      expect(await one.read(1)).toBeGreaterThanOrEqual(4999);
    });
  });
}
