import { defineConfig } from "vitest/config";
import shared from "./vitest.shared.ts";

/** The tests that take long because they must, which only `pnpm test:all` runs. */
export default defineConfig({
  ...shared,
  test: { ...shared.test, include: ["test/**/*.long.test.ts"], exclude: ["**/node_modules/**"] },
});
