import { caught, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenClosing: readonly BrokenSharedStore[] = [
  caught(
    ownerStore({ id: "closed-for-all", summary: "Closes the state with the first handle." }, [
      "closed-for-all",
    ]),
    [
      "a handle that is closed refuses, and the other thread's goes on with the state",
      "a handle may be closed while the other thread works without a pause",
      "a thread ends by itself when its handle is closed",
    ],
    { others: "may fail" },
  ),
  caught(
    ownerStore(
      { id: "close-in-the-queue", summary: "Waits with closing for those of other threads." },
      ["close-in-the-queue"],
    ),
    ["closing a handle does not wait for the other thread"],
  ),
  caught(
    ownerStore({ id: "close-at-once", summary: "Closes without its operations that wait." }, [
      "close-at-once",
    ]),
    ["closing a handle waits for its operations that wait for the other thread"],
  ),
];
