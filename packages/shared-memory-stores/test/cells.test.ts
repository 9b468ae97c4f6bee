import { describe, expect, test } from "vitest";
import { AtomicCells } from "../src/atomic-cells.ts";
import { BYTES_PER_KEY, Cells, NEVER_WRITTEN, createCells, lineOf } from "../src/cells.ts";
import { SequencedCells } from "../src/sequenced-cells.ts";

/** Numbers whose bits are unlike those of most. */
const oddNumbers = [
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  Number.MAX_VALUE,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  2 ** 31,
  2 ** 32,
  -(2 ** 31) - 0.5,
  Number.EPSILON,
  numberOf(0x7fefffff, 0xffffffff),
  numberOf(0, 1),
  numberOf(NEVER_WRITTEN - 0x7ff00000, 0),
];

/** All ways to use the same memory. */
describe.each([
  ["under a lock", (cells: Cells) => cells],
  ["with a version", (cells: Cells) => new SequencedCells(cells)],
  ["by itself", (cells: Cells) => new AtomicCells(cells)],
])("a cell %s", (_, use) => {
  test("holds nothing before it is written", () => {
    expect(use(new Cells(createCells(3))).read(2)).toBeUndefined();
  });

  test.each(oddNumbers)("holds %d as it was written", (number) => {
    const cells = use(new Cells(createCells(3)));
    cells.write(1, number);
    expect(cells.read(1)).toBe(number);
    expect([cells.read(0), cells.read(2)]).toEqual([undefined, undefined]);
  });

  test("holds NaN, whatever bits the NaN has that was written, even those of no value", () => {
    for (const high of [NEVER_WRITTEN, 0x7ff00000, 0x7fffffff, 0xfff80000, 0xffffffff]) {
      for (const low of [0, 1, 0xffffffff]) {
        const nan = numberOf(high, low);
        if (nan === nan) continue;
        const cells = use(new Cells(createCells(1)));
        cells.write(0, nan);
        expect(cells.read(0)).toBe(Number.NaN);
      }
    }
  });

  test("is seen as it is through another view of the memory", () => {
    const memory = createCells(oddNumbers.length);
    const writer = use(new Cells(memory));
    for (const [key, number] of oddNumbers.entries()) writer.write(key, number);
    const cells = new Cells(memory);
    for (const reader of [cells, new SequencedCells(cells), new AtomicCells(cells)]) {
      expect(oddNumbers.map((_number, key) => reader.read(key))).toEqual(oddNumbers);
    }
  });
});

test("each key has a line of memory to itself, and the state's lock another", () => {
  const lines = [0, 1, 2].map((key) => lineOf(key) * Int32Array.BYTES_PER_ELEMENT);
  expect(lines).toEqual([BYTES_PER_KEY, 2 * BYTES_PER_KEY, 3 * BYTES_PER_KEY]);
  expect(createCells(10_000).byteLength).toBe(10_001 * BYTES_PER_KEY);
  expect(new Cells(createCells(10_000)).keys).toBe(10_000);
});

function numberOf(high: number, low: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, high);
  bits.setUint32(4, low);
  return bits.getFloat64(0);
}
