import { defineConfig } from "vitest/config";

/** A test that makes no progress for this long hangs: the machine may be busy, so it is generous. */
const HANGS_AFTER_MS = 5 * 60_000;

/** Tests read the sources of every package: no build is needed between an edit and its test. */
export default defineConfig({
  ssr: {
    resolve: {
      conditions: ["@sync-strategies/source", "module", "node", "development|production"],
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
    // What must take long runs in `pnpm test:all` alone: vitest.long.ts.
    exclude: ["test/**/*.long.test.ts", "**/node_modules/**"],
    maxWorkers: "100%",
    // A slow machine fails no test; a test that hangs ends all the same.
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    teardownTimeout: HANGS_AFTER_MS,
    expect: { poll: { timeout: HANGS_AFTER_MS } },
  },
});
