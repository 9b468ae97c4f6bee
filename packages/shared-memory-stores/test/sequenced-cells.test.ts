import { expect, test } from "vitest";
import { Cells, createCells, eraOf, versionOf } from "../src/cells.ts";
import { CHANGING, SequencedCells } from "../src/sequenced-cells.ts";

/** The last version before versions begin anew: 2^32 - 2, as a signed word. */
const LAST_VERSION = -2;

function makeCells() {
  const cells = new Cells(createCells(1));
  return { words: cells.words, cells: new SequencedCells(cells) };
}

function look(cells: SequencedCells) {
  const seen = cells.look(0);
  if (seen === CHANGING) throw new Error("The cell is being changed.");
  return seen;
}

test("a change of what was seen takes effect once", () => {
  const { cells } = makeCells();
  const seen = look(cells);
  expect(seen.value).toBeUndefined();
  expect(cells.change(0, seen, 1)).toBe(true);
  expect(cells.change(0, seen, 2)).toBe(false);
  expect(cells.read(0)).toBe(1);
});

test("a change to another value and back is a change", () => {
  const { cells } = makeCells();
  cells.write(0, 1);
  const seen = look(cells);
  cells.write(0, 2);
  cells.write(0, 1);
  expect(cells.change(0, seen, 3)).toBe(false);
  expect(cells.read(0)).toBe(1);
});

test("a value is not read while another thread changes it, nor changed by a second one", () => {
  const { words, cells } = makeCells();
  cells.write(0, 1);
  const seen = look(cells);
  Atomics.add(words, versionOf(0), 1);
  expect(cells.read(0)).toBe(CHANGING);
  expect(cells.look(0)).toBe(CHANGING);
  expect(cells.write(0, 2)).toBe(false);
  expect(cells.change(0, seen, 2)).toBe(false);
  Atomics.add(words, versionOf(0), 1);
  expect(cells.read(0)).toBe(1);
  expect(cells.change(0, seen, 2)).toBe(false);
  expect(cells.write(0, 2)).toBe(true);
});

test("a version that begins anew begins another era", () => {
  const { words, cells } = makeCells();
  Atomics.store(words, versionOf(0), LAST_VERSION);
  const last = look(cells);
  expect(cells.change(0, last, 1)).toBe(true);
  expect(look(cells)).toEqual({ value: 1, version: 0, era: 1 });
  expect(cells.write(0, 2)).toBe(true);
  expect(look(cells)).toEqual({ value: 2, version: 2, era: 1 });
});

test("a version that comes round again during an await is not the one that was seen", () => {
  const { words, cells } = makeCells();
  cells.write(0, 1);
  const seen = look(cells);
  // As many changes as there are versions.
  Atomics.add(words, eraOf(0), 1);
  expect(cells.change(0, seen, 2)).toBe(false);
  // Nothing has happened to the cell: it can be read, and changed from what it is now.
  expect(look(cells)).toEqual({ value: 1, version: seen.version, era: 1 });
  expect(cells.change(0, look(cells), 3)).toBe(true);
  expect(cells.read(0)).toBe(3);
});

test("versions beyond 2^31 are like others", () => {
  const { words, cells } = makeCells();
  Atomics.store(words, versionOf(0), 2 ** 31 - 2);
  expect(cells.write(0, 1)).toBe(true);
  expect(Atomics.load(words, versionOf(0))).toBe(-(2 ** 31));
  expect(cells.change(0, look(cells), 2)).toBe(true);
  expect(look(cells)).toEqual({ value: 2, version: 2 - 2 ** 31, era: 0 });
});
