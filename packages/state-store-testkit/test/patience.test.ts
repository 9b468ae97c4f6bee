import { expect, test } from "vitest";
import { Patience } from "../src/patience.ts";

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

test("patience ends for what never happens, and names all that is waited for", async () => {
  const patience = new Patience(10);
  const waiting = Promise.all([
    patience.wait("one thing", new Promise<void>(() => {})),
    patience.wait("another", new Promise<void>(() => {})),
  ]);
  const limited = patience.limit(
    waiting.then(() => undefined),
    (waits) => new Error(waits.join(" and ")),
  );
  await expect(limited).rejects.toThrow("one thing and another");
});

test("patience lasts as long as there is progress", async () => {
  // One tick without progress is one too many, and a hundred turns take many ticks.
  const patience = new Patience(20);
  const work = async (): Promise<void> => {
    for (let step = 0; step < 100; step += 1) {
      await turn();
      patience.progress();
    }
  };
  await expect(patience.limit(work(), () => new Error("gave up"))).resolves.toBeUndefined();
});

test("a test that fails is not kept waiting", async () => {
  const patience = new Patience(1_000_000);
  const failed = Promise.reject(new Error("at once"));
  await expect(patience.limit(failed, () => new Error("gave up"))).rejects.toThrow("at once");
});
