import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { describe, test } from "vitest";
import { failuresOf, testsAtLength } from "./proof.ts";

// One after the other, since tests take the clock into their hands.
describe("the suite proves itself", () => {
  test.for(brokenStores)(
    "$id is caught by the tests listed for it, and passes all the others but the large ones",
    async (broken, { expect }) => {
      expect(await failuresOf(broken, testsAtLength(broken))).toEqual(broken.caughtBy);
    },
  );
});
