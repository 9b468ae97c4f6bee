/**
 * Values of all sorts in the place of the plain numbers that random histories are made of. A
 * history means the same with others in their place, as long as one number always has the same
 * value, by the package's equality, and no two numbers do. So the numbers say what is right without
 * any such equality, and the verdict on their disguise shows whether the package has the right one.
 */
import type { Lot } from "./random-operations.ts";

/** As long as the program runs, since they are the same as themselves alone. */
const identities: readonly unknown[] = [
  ...[[1], [1]].map((items) => new Set(items)),
  ...[0, 0].flatMap((time) => [new Date(time), new Map([[time, time]]), new Error(String(time))]),
  ...["1", "1"].flatMap((name) => [Symbol(name), new RegExp(name), () => name]),
  Symbol.for("1"),
];

const cyclic = (): object => {
  const value: unknown[] = [];
  value.push({ inner: value });
  return value;
};

/**
 * Each makes one value anew, in one of its forms. Many would be one if they were compared by their
 * text, by their JSON, or by `===`.
 */
const values: readonly ((lot: Lot) => unknown)[] = [
  ...[...identities, ...identities.map((value) => [value])].map((value) => () => value),
  (lot) => (lot(2) === 0 ? 0 : -0),
  () => NaN,
  () => [NaN],
  () => [null],
  () => [undefined],
  () => [],
  () => [[]],
  () => ["", ""],
  () => [","],
  () => 1,
  () => 1n,
  () => "1",
  () => [1],
  () => [1n],
  () => ["1"],
  () => ({ 0: 1 }),
  () => true,
  () => "true",
  () => "",
  () => "null",
  () => "\u0000[1,]",
  () => Infinity,
  () => ({ x: Infinity }),
  () => ({ x: null }),
  () => ({ x: undefined }),
  () => ({ x: undefined, y: undefined }),
  (lot) => (lot(2) === 0 ? {} : (Object.create(null) as object)),
  (lot) =>
    lot(2) === 0 ? { a: 1, b: { c: [2, -0], d: "3" } } : { b: { d: "3", c: [2, 0] }, a: 1 },
  () => ({ a: 1, b: { c: [2, 0, undefined], d: "3" } }),
  (lot) => (lot(2) === 0 ? { a: 1 } : Object.assign(Object.create(null) as object, { a: 1 })),
  () => '{"a":1}',
  () => ({ 'a":1,"b': 1 }),
  () => ({ a: 1, b: 1 }),
  () => cyclic(),
  () => [{ inner: [{}] }],
  () => ({ __proto__: null, constructor: 1 }),
  () => 2 ** 53,
  () => 2n ** 53n,
];

/**
 * Draws a value for each number, and returns what puts it in the number's place, wherever in arrays
 * it is.
 *
 * @param nothing what may be in the place of `null`.
 */
export function drawDisguise(lot: Lot, nothing: readonly unknown[]): (value: unknown) => unknown {
  const free = [...values];
  const chosen = new Map<number, (lot: Lot) => unknown>();
  const disguise = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(disguise);
    if (value === null) return nothing[lot(nothing.length)];
    if (typeof value !== "number") return value;
    if (!chosen.has(value)) {
      const [make = () => ({ value })] = free.splice(lot(free.length || 1), 1);
      chosen.set(value, make);
    }
    return chosen.get(value)?.(lot);
  };
  return disguise;
}
