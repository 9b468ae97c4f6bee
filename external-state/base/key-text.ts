/**
 * A key as text. Two keys have the same text exactly if a Map would take them for one, so that 1
 * and "1" are two keys, and 0 and -0 are one.
 *
 * @throws {TypeError} for a key that another process could not have: an object, say, which is
 *   itself only in the process that made it.
 */
export function keyText(key: unknown): string {
  switch (typeof key) {
    case "string":
      return `"${key}"`;
    case "bigint":
      return `${key}n`;
    case "number":
    case "boolean":
    case "undefined":
      return String(key);
    default:
      if (key === null) return "null";
      throw new TypeError(`A key of this store is no ${typeof key}: other processes need it, too.`);
  }
}
