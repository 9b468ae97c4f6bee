import { caught, cellsStore, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenVisibility: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      {
        id: "acknowledged-too-early",
        summary: "Acknowledges a write before the owner has heard of it.",
      },
      ["acknowledged-too-early"],
    ),
    ["what one thread's write has acknowledged, the other thread reads"],
    { others: "may fail" },
  ),
  caught(
    ownerStore(
      { id: "cached-reads", summary: "Answers from what its own thread has read before." },
      ["cached-reads"],
    ),
    [
      "what one thread's write has acknowledged, the other thread reads",
      "what one thread's update has acknowledged, the other thread reads",
    ],
    { others: "may fail" },
  ),
  caught(
    cellsStore({ id: "copied-memory", summary: "Gives each member a copy of the memory." }, [
      "copied-memory",
    ]),
    [
      "what one thread's write has acknowledged, the other thread reads",
      "what one thread's update has acknowledged, the other thread reads",
      "an update works on what the other thread has acknowledged",
      "the coordinator reads what the threads have left, and changes it",
    ],
    { others: "may fail" },
  ),
  caught(
    cellsStore({ id: "keys-collide", summary: "Has one cell for two keys." }, ["keys-collide"]),
    ["a key that one thread has not written reads as undefined, whatever the other writes"],
    { others: "may fail" },
  ),
  caught(
    cellsStore(
      { id: "memory-of-another-state", summary: "Creates a state in the memory of another one." },
      ["memory-of-another-state"],
    ),
    ["two states share nothing"],
  ),
  caught(
    cellsStore({ id: "keys-unchecked", summary: "Takes any key, and rounds it." }, [
      "keys-unchecked",
    ]),
    ["a key that is no whole number below the limit is refused as a RangeError"],
  ),
  caught(
    cellsStore({ id: "values-coerced", summary: "Makes a number of any value." }, [
      "values-coerced",
    ]),
    ["a value that is no number is refused as a TypeError, and leaves the key as it was"],
  ),
];
