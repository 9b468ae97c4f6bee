import { expect, test } from "vitest";
import { spread } from "../src/spread.ts";

const bounds = { gap: 10, from: 0, to: 100 };

test("places that are far enough apart stay where they are", () => {
  expect(spread([50, 10, 90], bounds)).toEqual([50, 10, 90]);
});

test("places that are too near move apart by the same amount", () => {
  expect(spread([50, 52], bounds)).toEqual([46, 56]);
});

test("equal places are told apart, in the order given", () => {
  expect(spread([50, 50, 50], bounds)).toEqual([40, 50, 60]);
});

test("a group that grows into its neighbour takes it in", () => {
  const moved = spread([50, 50, 58], bounds);
  expect(moved[1]! - moved[0]!).toBe(10);
  expect(moved[2]! - moved[1]!).toBe(10);
});

test("no place leaves the bounds while there is room", () => {
  expect(spread([0, 1, 2], bounds)).toEqual([0, 10, 20]);
  expect(spread([98, 99, 100], bounds)).toEqual([80, 90, 100]);
});

test("what moves keeps its order", () => {
  const places = [71, 3, 70, 69, 4, 68, 5, 5];
  const moved = spread(places, bounds);
  const byPlace = places.map((_, index) => index).toSorted((a, b) => places[a]! - places[b]!);
  const inOrder = byPlace.map((index) => moved[index]!);
  expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
});
