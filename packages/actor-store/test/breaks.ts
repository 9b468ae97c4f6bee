/** One-line changes that break this store, for `pnpm break-it actor`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "not-paused",
    summary: "Receives the next message while an updater still awaits.",
    file: "src/state-actor.ts",
    line: "return this.#update(message);",
    becomes: ["void this.#update(message);", "break;"],
    caughtBy: [
      ...testsThatCatch("lock-released-too-early"),
      "close resolves only after every accepted operation has settled",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
      "10,000 operations may be open at once on one key",
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "working-twice",
    summary: "Starts a second run of the actor's work while the first waits for an updater.",
    file: "src/actor.ts",
    line: "this.#idle = false;",
    becomes: [],
    caughtBy: [
      ...testsThatCatch("lock-released-too-early"),
      "close resolves only after every accepted operation has settled",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
      "10,000 operations may be open at once on one key",
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "not-withdrawn",
    summary: "Reports an operation as cancelled, but carries it out anyway.",
    file: "src/actor-store.ts",
    line: "this.#actor.withdraw(message);",
    becomes: [],
    caughtBy: testsThatCatch("cancelled-operation-happens"),
    schedule: { scenario: "abort-while-waiting", steps: "ABCABB" },
  },
];

export default breaks;
