import { caught, cellsStore, fileStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenUpdates: readonly BrokenSharedStore[] = [
  caught(
    cellsStore(
      {
        id: "checked-then-stored",
        summary:
          "Looks whether the key is unchanged, and then stores: two steps, with no await in between.",
      },
      ["checked-then-stored"],
    ),
    [
      "no update of two threads is lost when updaters do not await",
      "no update of two threads is lost when updaters await a microtask",
    ],
  ),
  caught(
    cellsStore({ id: "local-lock", summary: "Locks out only clients of the same thread." }, [
      "local-lock",
    ]),
    [
      "no update of two threads is lost when updaters do not await",
      "no update of two threads is lost when updaters await a microtask",
      "no update of two threads is lost when updaters await a turn of the event loop",
      "no write of another thread takes effect between an updater's call and its result",
      "a write passes the other thread's updater of its key that awaits",
      "an update passes the other thread's updater of its key that awaits",
    ],
  ),
  caught(
    fileStore(
      { id: "unlocked-file", summary: "Reads a file, and then writes it, without a lock." },
      ["unlocked"],
    ),
    [
      "no update of two threads is lost when updaters do not await",
      "no update of two threads is lost when updaters await a microtask",
      "no update of two threads is lost when updaters await a turn of the event loop",
    ],
    { others: "may fail" },
  ),
  caught(
    cellsStore({
      id: "not-the-control-it-says",
      summary: "Says that it loses updates, and loses none.",
      traits: { control: true },
    }),
    ["a control loses updates of two threads, or reads what is stale"],
  ),
];
