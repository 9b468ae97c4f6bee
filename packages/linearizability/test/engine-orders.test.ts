import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import type { Operation } from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { rankOperations } from "../src/history/event-ranks.ts";
import { isExplanation } from "./brute-force.ts";
import { engineCases } from "./engine-cases.ts";
import { definitionOf, lotOf, randomHistoryOf, withTies } from "./random-operations.ts";

const ordering = engineCases.filter(({ model }) =>
  model.engines?.some(({ order }) => order !== undefined),
);

test.each(ordering)(
  "$engine on $of: an order explains each history that is right",
  (engineCase) => {
    const { kindOf, model } = engineCase;
    const kind = kindOf();
    const definition = definitionOf(kind);
    const lot = lotOf(xoroshiro128plus(seedOf(11)));
    let explained = 0;
    for (let index = 0; index < 5_000; index++) {
      const drawn = randomHistoryOf(kind, lot);
      const { operations } = lot(2) === 0 ? drawn : withTies(drawn, lot);
      const key = operations[0]?.key;
      const ranked = ofOneKey(operations, key);
      const engine = model.engines?.find((one) => one.judge(ranked) !== undefined);
      if (engine?.judge(ranked) !== "linearizable" || engine.order === undefined) continue;
      const order = engine.order(ranked);
      if (order === undefined) continue;
      explained++;
      if (!isExplanation(order, ranked, definition)) {
        expect.fail(`${JSON.stringify(ranked)} is not explained by ${JSON.stringify(order)}`);
      }
    }
    expect(explained).toBeGreaterThan(500);
  },
);

function ofOneKey(operations: readonly Operation[], key = ""): readonly Operation[] {
  const own = operations
    .filter((operation) => operation.key === key)
    .toSorted((one, other) => one.called - other.called);
  return rankOperations(own).operations;
}
