import { caught, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenFailingUpdaters: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      { id: "held-after-a-throw", summary: "Keeps the key after its updater has failed." },
      ["held-after-a-throw"],
    ),
    [
      "an updater that throws at once in one thread leaves the key as it was, and free",
      "a read behind the other thread's updater that fails gets its turn",
      "a write behind the other thread's updater that fails gets its turn",
      "an update behind the other thread's updater that fails gets its turn",
    ],
  ),
];
