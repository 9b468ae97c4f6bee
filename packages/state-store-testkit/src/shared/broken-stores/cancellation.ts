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
    [/*cancelled-kept*/],
  ),
  caught(
    ownerStore(
      { id: "deaf-to-signals", summary: "Does not hear a signal while an operation waits." },
      ["deaf-to-signals"],
    ),
    [/*deaf-to-signals*/],
  ),
];
