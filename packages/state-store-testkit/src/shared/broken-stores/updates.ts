import { caught, cellsStore, type BrokenSharedStore } from "../broken-shared-store.ts";

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
    [/*checked-then-stored*/],
  ),
  caught(
    cellsStore({ id: "local-lock", summary: "Locks out the clients of its own thread only." }, [
      "local-lock",
    ]),
    [/*local-lock*/],
  ),
  caught(
    cellsStore({
      id: "not-the-control-it-says",
      summary: "Says that it loses updates, and loses none.",
      traits: { control: true },
    }),
    [/*not-the-control-it-says*/],
  ),
];
