/** One-line changes that break these stores, for `pnpm break-it futex`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const threads = { none: "Its threads run at the same time, which no order of steps describes." };

const breaks: readonly Break[] = [
  {
    id: "checked-then-stored",
    strategy: "compare-and-set",
    summary: "Compares the version, and then stores the next one: two steps of the processor.",
    file: "src/sequenced-cells.ts",
    line: "if (Atomics.compareExchange(words, versionAt, version, changing) !== version) return false;",
    becomes: [
      "if (Atomics.load(words, versionAt) !== version) return false;",
      "for (let pause = 0; pause < 2000; pause += 1) Atomics.load(words, versionAt);",
      "Atomics.store(words, versionAt, changing);",
    ],
    caughtBy: testsThatCatch("checked-then-stored"),
    schedule: threads,
  },
];

export default breaks;
