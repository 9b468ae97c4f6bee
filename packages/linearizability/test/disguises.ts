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
  ...[1, 1].map((more) => Object.assign([1], { more })),
];

/** A list that holds a list, which holds one of the two again. */
const cyclic = (closesAt: "outer" | "inner"): unknown[] => {
  const [outer, inner]: unknown[][] = [[], []];
  outer!.push(inner);
  inner!.push(closesAt === "outer" ? outer : inner);
  return outer!;
};

const twice = (value: unknown): unknown[] => [value, value];

/**
 * Each makes one value anew, in one of its forms. Neighbours would be one if they were compared by
 * their text, by their JSON, by `===`, or by their content.
 */
const values: readonly ((lot: Lot) => unknown)[] = [
  ...identities.flatMap((value) => [() => value, () => [value]]),
  (lot) => (lot(2) === 0 ? {} : (Object.create(null) as object)),
  () => ({ x: undefined }),
  () => ({ x: null }),
  () => ({ x: Infinity }),
  () => Infinity,
  () => "null",
  () => NaN,
  () => [NaN],
  () => [null],
  () => [undefined],
  () => [],
  () => "",
  () => [[]],
  () => ["", ""],
  () => [","],
  () => [12],
  () => [1, 2],
  () => ({ 0: 1 }),
  () => "\u0000[1,]",
  () => [1],
  () => [1n],
  () => ["1"],
  () => "1",
  () => 1n,
  () => 1,
  () => true,
  () => "true",
  () => '{"a":1}',
  (lot) => (lot(2) === 0 ? { a: 1 } : Object.assign(Object.create(null) as object, { a: 1 })),
  () => ({ a: 1, b: 1 }),
  () => ({ 'a":1,"b': 1 }),
  (lot) =>
    lot(2) === 0 ? { a: 1, b: { c: [2, -0], d: "3" } } : { b: { d: "3", c: [2, 0] }, a: 1 },
  () => ({ a: 1, b: { c: [2, 0, undefined], d: "3" } }),
  () => cyclic("outer"),
  () => cyclic("inner"),
  (lot) => (lot(2) === 0 ? twice([2]) : [[2], [2]]),
  () => 2 ** 53,
  () => 2n ** 53n,
  (lot) => (lot(2) === 0 ? 0 : -0),
  () => "0",
  () => 0n,
  () => false,
];

/**
 * Draws neighbours for the numbers, and returns what puts it in the number's place, wherever in arrays
 * it is.
 *
 * @param nothing what may be in the place of `null`.
 */
export function drawDisguise(lot: Lot, nothing: readonly unknown[]): (value: unknown) => unknown {
  const first = lot(values.length);
  const chosen = new Map<number, (lot: Lot) => unknown>();
  const disguise = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(disguise);
    if (value === null) return nothing[lot(nothing.length)];
    if (typeof value !== "number") return value;
    if (!chosen.has(value)) {
      const next = values[(first + chosen.size) % values.length];
      chosen.set(value, chosen.size < values.length && next ? next : () => ({ value }));
    }
    return chosen.get(value)?.(lot);
  };
  return disguise;
}
