import { caught, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenCancellation: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      {
        id: "cancelled-kept",
        summary: "Rejects a cancelled operation, and leaves it in the queue.",
      },
      ["cancelled-kept"],
    ),
    [
      "a write that was cancelled while it waited leaves the next one its turn",
      "an update that was cancelled while it waited leaves the next one its turn",
    ],
    { others: "may fail" },
  ),
  caught(
    ownerStore(
      { id: "deaf-to-signals", summary: "Does not hear a signal while an operation waits." },
      ["deaf-to-signals"],
    ),
    [
      "a write that waits for the other thread is cancelled at once, with its reason",
      "an update that waits for the other thread is cancelled at once, with its reason",
      "a write that was cancelled while it waited leaves the next one its turn",
      "an update that was cancelled while it waited leaves the next one its turn",
      "a thread whose waiting operations were all cancelled leaves nothing in the others' way",
    ],
    { others: "may fail" },
  ),
];
