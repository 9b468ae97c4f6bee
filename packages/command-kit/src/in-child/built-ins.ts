/**
 * A strategy shares its process with what measures it, and may replace what that relies on. What
 * nothing can be measured without is made read-only; of the rest it is noticed.
 *
 * Prototypes are only watched: on a read-only one V8 calls methods at half the speed, and that
 * would be measured as the strategy's.
 */

/** A strategy replaced a built-in, so what the harness finds out in this process means nothing. */
export class ChangedBuiltInError extends Error {
  readonly code = "CHANGED_BUILT_IN";

  constructor(name: string) {
    super(`it changes ${name}, which the command relies on`);
  }
}

/** The names of globals that the harness calls. */
const globals = [
  "performance",
  "JSON",
  "Math",
  "Map",
  "Set",
  "Promise",
  "Array",
  "Object",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "setImmediate",
  "queueMicrotask",
] as const;

const methods: readonly (readonly [holder: object, names: readonly string[]])[] = [
  [performance, ["now", "eventLoopUtilization"]],
  [process.hrtime, ["bigint"]],
  [process, ["hrtime", "cpuUsage", "memoryUsage"]],
  [JSON, ["parse", "stringify"]],
  [Math, ["ceil", "floor", "max", "min", "random", "round"]],
];

/**
 * Makes clocks, timers, chance and the names of built-ins read-only: to assign to one is an error
 * where the strategy does it.
 */
export function protectBuiltIns(): void {
  for (const name of globals) {
    const value: unknown = globalThis[name];
    Object.defineProperty(globalThis, name, { value, writable: false, configurable: false });
  }
  for (const [holder, names] of methods) {
    for (const name of names) {
      const value: unknown = Reflect.get(holder, name);
      Object.defineProperty(holder, name, { value, writable: false, configurable: false });
    }
  }
}

/**
 * @throws {ChangedBuiltInError} if a built-in is not what it was before any strategy was loaded.
 */
export function assertBuiltIns(): void {
  const changed = changedBuiltIn();
  if (changed !== undefined) throw new ChangedBuiltInError(changed);
}

const watched: readonly (readonly [name: string, object: object])[] = [
  ["Object.prototype", Object.prototype],
  ["Array.prototype", Array.prototype],
  ["Map.prototype", Map.prototype],
  ["Set.prototype", Set.prototype],
  ["Promise.prototype", Promise.prototype],
  ["Promise", Promise],
  ["Float64Array.prototype", Object.getPrototypeOf(Float64Array.prototype) as object],
];

// Taken now, before a strategy is loaded that might replace them.
const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty } = Reflect;

/** What the watched objects were made of before any strategy was loaded. */
const before = watched.map(([, object]) =>
  ownKeys(object).map((key) => ({ key, descriptor: getOwnPropertyDescriptor(object, key) })),
);

/**
 * A built-in that is not what it was, as `Map.prototype.get`; undefined if all are. It calls
 * nothing that could itself have been replaced.
 */
export function changedBuiltIn(): string | undefined {
  return visitChanges((name) => name);
}

/** Makes them what they were, so that the harness can at least say what is wrong. */
export function restoreBuiltIns(): void {
  visitChanges((_, object, key, descriptor) => {
    if (descriptor === undefined) deleteProperty(object, key);
    else defineProperty(object, key, descriptor);
    return undefined;
  });
}

/** Calls the function for each change until it returns a name. */
function visitChanges(
  visit: (
    name: string,
    object: object,
    key: PropertyKey,
    descriptor: PropertyDescriptor | undefined,
  ) => string | undefined,
): string | undefined {
  for (let index = 0; index < watched.length; index++) {
    const [holder, object] = watched[index] as (typeof watched)[number];
    const entries = before[index] as (typeof before)[number];
    for (let at = 0; at < entries.length; at++) {
      const { key, descriptor } = entries[at] as (typeof entries)[number];
      if (isSame(getOwnPropertyDescriptor(object, key), descriptor)) continue;
      const found = visit(`${holder}.${nameOf(key)}`, object, key, descriptor);
      if (found !== undefined) return found;
    }
    // Every object has what is added to this one.
    if (object !== Object.prototype) continue;
    const keys = ownKeys(object);
    for (let at = entries.length; at < keys.length; at++) {
      const key = keys[at] as PropertyKey;
      const found = visit(`${holder}.${nameOf(key)}`, object, key, undefined);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined) {
  return one?.value === other?.value && one?.get === other?.get;
}

function nameOf(key: PropertyKey): string {
  return typeof key === "symbol" ? String(key) : `${key}`;
}
