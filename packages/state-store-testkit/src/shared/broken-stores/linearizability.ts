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
    [
      "what one thread's write has acknowledged, the other thread reads",
      "what one thread's update has acknowledged, the other thread reads",
      "what random clients of two threads read and write is linearizable",
      "updates of random clients of two threads are linearizable, among reads and writes",
      "everything that random clients of two threads do is linearizable, failing and cancelled operations among it",
    ],
    { others: "may fail" },
  ),
];
