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
      ...testsThatCatch("closes-too-early", {
        except: ["a closed store holds no key and no value"],
      }),
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "working-twice",
    summary: "Starts a second run of the actor's work while the first waits for an updater.",
    file: "src/actor.ts",
    line: "Promise.resolve(pause).then(this.#finishCurrent, this.#failCurrent);",
    becomes: [
      "Promise.resolve(pause).then(this.#finishCurrent, this.#failCurrent);",
      "this.#sleep();",
    ],
    caughtBy: [
      // The second run begins only once the first waits, so fewer updates are overtaken.
      ...testsThatCatch("no-lock", {
        except: [
          "loses no update when updaters do not await",
          "loses no update when updaters await a microtask",
          "loses no update when updaters await a turn of the event loop",
          "updaters that fail take nothing from those that do not",
          "an update works on the value of every write and update that has resolved",
        ],
      }),
      ...testsThatCatch("closes-too-early", {
        except: [
          "close waits for an update that was called just before, on a store that was idle",
          "a closed store holds no key and no value",
        ],
      }),
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "not-withdrawn",
    summary: "Reports an operation as cancelled, but carries it out anyway.",
    file: "src/actor-store.ts",
    line: "this.#actor.withdraw(this.#message);",
    becomes: [],
    // Its waits share one listener all the same.
    caughtBy: testsThatCatch("cancelled-operation-happens", {
      except: testsThatCatch("listener-per-waiter"),
    }),
    schedule: { scenario: "abort-while-waiting", steps: "ABCABB" },
  },
];

export default breaks;
