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
      ...testsThatCatch("no-lock"),
      "close resolves only after every accepted operation has settled",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "working-twice",
    summary: "Starts a second run of the actor's work while the first waits for an updater.",
    file: "src/actor.ts",
    line: "pause.then(this.#finishCurrent, this.#failCurrent);",
    becomes: ["pause.then(this.#finishCurrent, this.#failCurrent);", "this.#sleep();"],
    caughtBy: [
      "no write takes effect between an updater's call and its result",
      "a write waits while an updater of its key awaits",
      "an update waits while an updater of its key awaits",
      "an updater is not called while another one of its key awaits",
      "a write that waits is cancelled at once, with the signal's very reason",
      "an update that waits is cancelled at once, with the signal's very reason",
      "an updater is never called if its update was cancelled while it waited",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "close resolves only after every accepted operation has settled",
      "close drains everything that waits, however much it is",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
      "10,000 operations may be open at once on one key",
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "not-withdrawn",
    summary: "Reports an operation as cancelled, but carries it out anyway.",
    file: "src/actor-store.ts",
    line: "this.#actor.withdraw(this.#message);",
    becomes: [],
    caughtBy: testsThatCatch("cancelled-operation-happens"),
    schedule: { scenario: "abort-while-waiting", steps: "ABCABB" },
  },
];

export default breaks;
