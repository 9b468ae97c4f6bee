import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "released-before-the-await",
    summary: "The lock is released before the updater's promise has settled.",
    file: "src/mutex-store.ts",
    line: "const next = await updater(this.#state.get(key));",
    becomes: ["release();", "const next = await updater(this.#state.get(key));"],
    caughtBy: [
      ...testsThatCatch("lock-released-too-early"),
      "close resolves only after every accepted operation has settled",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
];

export default breaks;
