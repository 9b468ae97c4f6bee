const operations = ["read", "write", "update", "close"] as const;

/**
 * Says what `createStore` returned if that is no store, since a strategy may be written in
 * JavaScript: a call of a function that is missing would not say whose it is.
 *
 * @throws {TypeError}
 */
export function assertStore(made: unknown, maker = "createStore"): void {
  const store = made as Partial<Record<string, unknown>> | null | undefined;
  const missing = operations.filter((name) => typeof store?.[name] !== "function");
  if (missing.length === operations.length) {
    const what = typeof store === "object" ? "an object" : `a ${typeof store}`;
    throw new TypeError(`${maker} returned ${store == null ? store : what}, not a store`);
  }
  if (missing.length > 0) {
    throw new TypeError(`${maker} returned a store without ${missing.join(" and ")}`);
  }
}
