/**
 * A value as JSON. Made before anything is awaited, since the caller may then change the value.
 *
 * @throws {TypeError} for a value that JSON has no text for: a function, say.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text !== undefined) return text;
  throw new TypeError(`A value of this store is no ${typeof value}: it is kept as JSON.`);
}
