import { caught, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenClosing: readonly BrokenSharedStore[] = [
  caught(
    ownerStore({ id: "closed-for-all", summary: "Closes the state with the first handle." }, [
      "closed-for-all",
    ]),
    [/*closed-for-all*/],
  ),
  caught(
    ownerStore(
      { id: "close-in-the-queue", summary: "Waits with closing for those of other threads." },
      ["close-in-the-queue"],
    ),
    [/*close-in-the-queue*/],
  ),
  caught(
    ownerStore({ id: "close-at-once", summary: "Closes without its operations that wait." }, [
      "close-at-once",
    ]),
    [/*close-at-once*/],
  ),
];
