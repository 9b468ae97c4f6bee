import { defineConfig } from "vitest/config";

/** Tests read the sources of every package: no build stands between an edit and its test. */
export default defineConfig({
  ssr: {
    resolve: {
      conditions: ["@sync-strategies/source", "module", "node", "development|production"],
    },
  },
  // A slow machine fails no test; one that hangs ends all the same.
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000 },
});
