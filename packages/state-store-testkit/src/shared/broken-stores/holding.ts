import { caught, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenHolding: readonly BrokenSharedStore[] = [
  caught(
    ownerStore({ id: "granted-twice", summary: "Grants a key although another update holds it." }, [
      "granted-twice",
    ]),
    [
      "an update waits while the other thread's updater of its key awaits",
      "an update that waits for the other thread is cancelled at once, with its reason",
    ],
    { others: "may fail" },
  ),
  caught(
    ownerStore(
      { id: "write-past-the-holder", summary: "Lets writes pass an update that holds the key." },
      ["write-past-the-holder"],
    ),
    [
      "a write waits while the other thread's updater of its key awaits",
      "no write of another thread takes effect between an updater's call and its result",
      "a write that waits for the other thread is cancelled at once, with its reason",
      "a write that was cancelled while it waited leaves the next one its turn",
    ],
    { others: "may fail" },
  ),
  caught(
    ownerStore(
      {
        id: "reads-that-pass",
        summary: "Lets reads pass an updater, although it says that they wait.",
      },
      [],
      { reads: "never-wait" },
    ),
    [
      "a read waits while the other thread's updater of its key awaits",
      "a read waits while the other thread's updater of another key awaits",
    ],
  ),
  caught(
    ownerStore(
      {
        id: "reads-that-wait",
        summary: "Lets reads wait for an updater, although it says that they never do.",
        traits: { reads: "never-wait" },
      },
      [],
      { reads: "wait" },
    ),
    ["a read passes the other thread's updater that awaits, and returns the value before it"],
  ),
  caught(
    ownerStore(
      {
        id: "one-queue-for-all-keys",
        summary: "Has one queue, although it says that each key has its own.",
        traits: { exclusion: "key" },
      },
      [],
      { exclusion: "store" },
    ),
    [
      "a read passes the other thread's updater of another key that awaits",
      "a write passes the other thread's updater of another key that awaits",
      "an update passes the other thread's updater of another key that awaits",
    ],
  ),
  caught(
    ownerStore(
      {
        id: "a-queue-for-each-key",
        summary: "Has a queue for each key, although it says that there is one.",
      },
      [],
      { exclusion: "key" },
    ),
    [
      "a read waits while the other thread's updater of another key awaits",
      "a write waits while the other thread's updater of another key awaits",
      "an update waits while the other thread's updater of another key awaits",
    ],
  ),
  caught(
    ownerStore(
      {
        id: "lock-where-none-is-declared",
        summary: "Lets writes wait, although it says that they pass and the update starts over.",
        traits: {
          access: "any-caller",
          exclusion: "nothing",
          reads: "never-wait",
          updaterRuns: "at-least-once",
        },
      },
      [],
      { exclusion: "store" },
    ),
    [
      "a write passes the other thread's updater of its key that awaits",
      "an update passes the other thread's updater of its key that awaits",
      "a write passes the other thread's updater of another key that awaits",
      "an update passes the other thread's updater of another key that awaits",
    ],
  ),
];
