/**
 * Node's built-in modules where the platform has them, and undefined elsewhere: an import would
 * keep the suite from loading in a browser.
 */
export function nodeModule<Name extends keyof NodeModules>(
  name: Name,
): NodeModules[Name] | undefined {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  return process?.getBuiltinModule?.(name) as NodeModules[Name] | undefined;
}

interface NodeModules {
  "node:async_hooks": typeof import("node:async_hooks");
  "node:module": typeof import("node:module");
  "node:timers": typeof import("node:timers");
  "node:timers/promises": typeof import("node:timers/promises");
  "node:v8": typeof import("node:v8");
  "node:vm": typeof import("node:vm");
}
