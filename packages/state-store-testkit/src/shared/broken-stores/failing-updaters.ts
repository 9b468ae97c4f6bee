import { caught, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenFailingUpdaters: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      { id: "held-after-a-throw", summary: "Keeps the key after its updater has failed." },
      ["held-after-a-throw"],
    ),
    [/*held-after-a-throw*/],
  ),
];
