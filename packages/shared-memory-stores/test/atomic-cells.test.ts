import { expect, test } from "vitest";
import { AtomicCells, valueOf } from "../src/atomic-cells.ts";
import { Cells, createCells } from "../src/cells.ts";

const makeCells = (): AtomicCells => new AtomicCells(new Cells(createCells(1)));

test("a change of what was seen takes effect once", () => {
  const cells = makeCells();
  const seen = cells.look(0);
  expect(valueOf(seen)).toBeUndefined();
  expect(cells.change(0, seen, 1)).toBe(true);
  expect(cells.change(0, seen, 2)).toBe(false);
  expect(cells.read(0)).toBe(1);
});

test("a change finds the value that was seen, also if the key held another one in between", () => {
  const cells = makeCells();
  cells.write(0, 1);
  const seen = cells.look(0);
  cells.write(0, 2);
  expect(cells.change(0, seen, 3)).toBe(false);
  cells.write(0, 1);
  expect(cells.change(0, seen, 3)).toBe(true);
  expect(cells.read(0)).toBe(3);
});

test("zero and negative zero are two values, and NaN is one", () => {
  const cells = makeCells();
  cells.write(0, 0);
  const zero = cells.look(0);
  cells.write(0, -0);
  expect(cells.change(0, zero, 1)).toBe(false);
  cells.write(0, Number.NaN);
  const nan = cells.look(0);
  cells.write(0, -Number.NaN);
  expect(cells.change(0, nan, 1)).toBe(true);
});
