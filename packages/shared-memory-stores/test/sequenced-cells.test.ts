import { expect, test } from "vitest";
import { Cells, createCells, versionOf } from "../src/cells.ts";
import { CHANGING, SequencedCells } from "../src/sequenced-cells.ts";

function makeCells() {
  const cells = new Cells(createCells(1));
  return { words: cells.words, cells: new SequencedCells(cells) };
}

test("a value is not read while another thread changes it", () => {
  const { words, cells } = makeCells();
  cells.write(0, 1);
  Atomics.add(words, versionOf(0), 1);
  expect(cells.read(0)).toBe(CHANGING);
  Atomics.add(words, versionOf(0), 1);
  expect(cells.read(0)).toBe(1);
});

test.each([
  ["2^31", 2 ** 31 - 2, -(2 ** 31)],
  ["2^32, where versions begin anew", -2, 0],
])("a change at %s leaves another, even version", (_, before, after) => {
  const { words, cells } = makeCells();
  Atomics.store(words, versionOf(0), before);
  cells.write(0, 1);
  expect(Atomics.load(words, versionOf(0))).toBe(after);
  expect(cells.read(0)).toBe(1);
});
