import { expect, test } from "vitest";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { testsThatCatch } from "@sync-strategies/state-store-testkit/breaks";

const { id, caughtBy } = brokenStores.find((store) => store.caughtBy.length > 2)!;
const [first = "", ...others] = caughtBy;

test("a break has the tests of a broken store, but for the exceptions", () => {
  expect(testsThatCatch(id)).toEqual(caughtBy);
  expect(testsThatCatch(id, { except: [first] })).toEqual(others);
});

test("a broken store that does not exist is refused, and an exception that is none", () => {
  expect(() => testsThatCatch("right")).toThrow(RangeError);
  expect(() => testsThatCatch(id, { except: [first, "a test of something else"] })).toThrow(
    '"a test of something else" does not catch',
  );
});
