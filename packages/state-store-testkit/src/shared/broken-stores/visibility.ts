import { caught, cellsStore, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenVisibility: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      {
        id: "acknowledged-too-early",
        summary: "Acknowledges a write before the owner has heard of it.",
      },
      ["acknowledged-too-early"],
    ),
    [/*acknowledged-too-early*/],
  ),
  caught(
    ownerStore(
      { id: "cached-reads", summary: "Answers from what its own thread has read before." },
      ["cached-reads"],
    ),
    [/*cached-reads*/],
  ),
  caught(
    cellsStore({ id: "copied-memory", summary: "Gives each member a copy of the memory." }, [
      "copied-memory",
    ]),
    [/*copied-memory*/],
  ),
  caught(
    cellsStore({ id: "keys-collide", summary: "Has one cell for two keys." }, ["keys-collide"]),
    [/*keys-collide*/],
  ),
  caught(
    cellsStore(
      { id: "memory-of-another-state", summary: "Creates a state in the memory of another one." },
      ["memory-of-another-state"],
    ),
    [/*memory-of-another-state*/],
  ),
  caught(
    cellsStore({ id: "keys-unchecked", summary: "Takes any key, and rounds it." }, [
      "keys-unchecked",
    ]),
    [/*keys-unchecked*/],
  ),
  caught(
    cellsStore({ id: "values-coerced", summary: "Makes a number of any value." }, [
      "values-coerced",
    ]),
    [/*values-coerced*/],
  ),
];
