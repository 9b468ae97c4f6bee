/** What a browser lacks: the explorer must run without it. */
import { spawnSync } from "node:child_process";
import mutex from "@sync-strategies/mutex-store/strategy";
import { explore, lostUpdate, type StoreSource } from "@sync-strategies/schedule-explorer";
import { afterEach, expect, test, vi } from "vitest";
import { LockedStore, strategyOf } from "./stores.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A bundle for browsers may bring a process along that says nothing. */
function withoutResources(): void {
  vi.stubGlobal(
    "process",
    Object.create(process, { getActiveResourcesInfo: { value: undefined } }),
  );
}

test("stores are explored where the platform does not say what is under way", async () => {
  withoutResources();
  expect(await explore(lostUpdate, mutex)).toMatchObject({ outcome: "passed", schedules: 4 });
});

test("a store that waits for a timer is still found out there", async () => {
  withoutResources();
  const exploration = explore(lostUpdate, waitingForTimers);
  await expect(exploration).rejects.toMatchObject({ code: "STORE_WAITS_OUTSIDE" });
});

test("it runs without a process at all", () => {
  const program = `
    const { explore, lostUpdate } = await import("@sync-strategies/schedule-explorer");
    const { default: mutex } = await import("@sync-strategies/mutex-store/strategy");
    const { log } = console;
    delete globalThis.process;
    log((await explore(lostUpdate, mutex)).schedules);
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", program],
    { cwd: new URL("..", import.meta.url), encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(stdout).toBe("4\n");
});

class SlowStore extends LockedStore<string, number> {
  protected override async inside<Result>(section: () => Promise<Result>): Promise<Result> {
    return super.inside(async () => {
      await new Promise((resolve) => setTimeout(resolve, 25));
      return section();
    });
  }
}
const waitingForTimers: StoreSource = strategyOf(SlowStore as typeof LockedStore);
