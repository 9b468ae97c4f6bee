import { contractTests } from "@sync-strategies/state-store-testkit/contract";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { describe, test } from "vitest";
import { failuresOf } from "./proof.ts";

// One after the other, since tests take the clock into their hands.
describe("the suite proves itself", () => {
  test.for(brokenStores)(
    "$id is caught by the tests listed for it, and passes all the others",
    async (broken, { expect }) => {
      expect(await failuresOf(broken, contractTests)).toEqual(broken.caughtBy);
    },
  );
});
