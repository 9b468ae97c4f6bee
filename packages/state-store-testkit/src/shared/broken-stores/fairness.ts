import { caught, cellsStore, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenFairness: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      { id: "starves-the-other", summary: "Prefers the thread that it has just served." },
      ["starves-the-other"],
    ),
    [
      "a read gets its turn while the other thread never pauses",
      "a write gets its turn while the other thread never pauses",
      "an update gets its turn while the other thread never pauses",
      "an update that awaits gets its turn while the other thread never pauses",
    ],
    { others: "may fail" },
  ),
  caught(
    cellsStore({
      id: "starts-over-for-ever",
      summary:
        "Starts over as often as another thread is faster, although it says that there is a bound.",
      traits: { lacks: [] },
    }),
    ["an update settles, however often the other thread changes its key while it awaits"],
  ),
  caught(
    cellsStore({ id: "never-pauses", summary: "Leaves the event loop no turn." }, ["never-pauses"]),
    [
      "reads that both threads call over and over leave timers their turn in both",
      "writes that both threads call over and over leave timers their turn in both",
      "updates that both threads call over and over leave timers their turn in both",
    ],
  ),
];
