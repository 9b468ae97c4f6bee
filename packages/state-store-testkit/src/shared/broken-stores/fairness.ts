import { caught, cellsStore, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenFairness: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      { id: "starves-the-other", summary: "Prefers the thread that it has just served." },
      ["starves-the-other"],
    ),
    [/*starves-the-other*/],
  ),
  caught(
    cellsStore({
      id: "starts-over-for-ever",
      summary:
        "Starts over as often as another thread is faster, although it says that there is a bound.",
      traits: { lacks: [] },
    }),
    [/*starts-over-for-ever*/],
  ),
  caught(
    cellsStore({ id: "never-pauses", summary: "Leaves the event loop no turn." }, ["never-pauses"]),
    [/*never-pauses*/],
  ),
];
