import type * as asyncHooks from "node:async_hooks";
import type * as module from "node:module";
import type * as timers from "node:timers";
import type * as timersPromises from "node:timers/promises";
import type * as v8 from "node:v8";
import type * as vm from "node:vm";

/**
 * Node's built-in modules where the platform has them, and undefined elsewhere: an import would
 * keep the suite from loading in a browser.
 */
export function nodeModule<Name extends keyof NodeModules>(
  name: Name,
): NodeModules[Name] | undefined {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  const builtIn: object | undefined = process?.getBuiltinModule?.(name);
  return builtIn as NodeModules[Name] | undefined;
}

interface NodeModules {
  "node:async_hooks": typeof asyncHooks;
  "node:module": typeof module;
  "node:timers": typeof timers;
  "node:timers/promises": typeof timersPromises;
  "node:v8": typeof v8;
  "node:vm": typeof vm;
}
