import { readdirSync, readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

test("no module but the one for Node's command line imports modules of Node", () => {
  const sources = new URL("../src/", import.meta.url);
  const importing = readdirSync(sources).filter((file) =>
    /^import (?!type )[^;]*"node:/m.test(readFileSync(new URL(file, sources), "utf8")),
  );
  expect(importing).toEqual(["register.ts"]);
});

test("where there are no async hooks, waits and holders are listed, and updaters run", async () => {
  vi.resetModules();
  vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
  const diagnostics = await import("@sync-strategies/diagnostics");
  const { LockedStore } = await import("./locked-store.ts");
  diagnostics.startDiagnostics();
  const store = diagnostics.watchStore(new LockedStore({ exclusion: "key" }), { exclusion: "key" });
  const gate: { open?: () => void } = {};
  const holding = store.update("a", async () => {
    await new Promise<void>((resolve) => (gate.open = resolve));
    return diagnostics.runDetached(() => 1);
  });
  const waiting = store.read("a");
  await vi.waitFor(() => expect(store.inspect().holds).toHaveLength(1));
  expect(store.inspect().waits).toMatchObject([{ key: "a", heldBy: [{ key: "a" }] }]);
  gate.open?.();
  expect(await Promise.all([holding, waiting])).toEqual([1, 1]);
  diagnostics.stopDiagnostics();
});
