import { caught, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenLinearizability: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      {
        id: "lagging-replica",
        summary: "Serves the second thread from a copy that is one change behind.",
      },
      ["lagging-replica"],
    ),
    [/*lagging-replica*/],
  ),
];
