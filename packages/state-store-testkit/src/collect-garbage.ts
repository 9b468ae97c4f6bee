import { nodeModule } from "./node-modules.ts";

let collector: (() => void) | undefined | "not looked for" = "not looked for";

/**
 * Collects all garbage at once; undefined where the platform cannot be asked to, as in a browser.
 * Without it a test would depend on when the platform happens to collect.
 */
export function garbageCollector(): (() => void) | undefined {
  if (collector === "not looked for") collector = findCollector();
  return collector;
}

function findCollector(): (() => void) | undefined {
  const { gc } = globalThis as { gc?: () => void };
  if (gc !== undefined) return gc;
  try {
    nodeModule("node:v8")?.setFlagsFromString("--expose-gc");
    return nodeModule("node:vm")?.runInNewContext("gc") as (() => void) | undefined;
  } catch {
    return undefined;
  }
}
