import { caught, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenHolding: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      { id: "write-past-the-holder", summary: "Lets writes pass an update that holds the key." },
      ["write-past-the-holder"],
    ),
    [/*write-past-the-holder*/],
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
    [/*reads-that-pass*/],
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
    [/*reads-that-wait*/],
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
    [/*one-queue-for-all-keys*/],
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
    [/*a-queue-for-each-key*/],
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
    [/*lock-where-none-is-declared*/],
  ),
];
