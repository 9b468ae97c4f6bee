import { defineConfig } from "vitest/config";
import shared from "./vitest.shared.ts";

/**
 * For packages whose tests change nothing that outlives them: files share a worker and what it has
 * loaded, which takes longer to load than most of their tests take.
 */
export default defineConfig({ ...shared, test: { ...shared.test, isolate: false } });
