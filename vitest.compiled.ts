import { defineConfig } from "vitest/config";
import shared from "./vitest.shared.ts";

/**
 * For tests of strategies that the command bundles, whose bundles import every package compiled. The
 * tests do so, too: with a package there twice, compiled and as source, each would keep its own count
 * of what is due to the one event loop.
 */
export default defineConfig({ test: { ...shared.test } });
