import { caught, ownerStore, type BrokenSharedStore } from "../broken-shared-store.ts";

export const brokenEnding: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      { id: "grant-of-the-dead-kept", summary: "Keeps the grant of a member that is dead." },
      ["grant-of-the-dead-kept"],
    ),
    [/*grant-of-the-dead-kept*/],
  ),
  caught(
    ownerStore(
      { id: "half-done-kept", summary: "Has changed the value before the updater is done." },
      ["half-done-kept"],
    ),
    [/*half-done-kept*/],
  ),
  caught(
    ownerStore(
      { id: "handed-to-the-dead", summary: "Hands the key to a waiter whose thread has ended." },
      ["handed-to-the-dead"],
    ),
    [/*handed-to-the-dead*/],
  ),
  caught(
    ownerStore({ id: "lost-member-blocks-all", summary: "Stops when a member has gone." }, [
      "lost-member-blocks-all",
    ]),
    [/*lost-member-blocks-all*/],
  ),
  caught(
    ownerStore({
      id: "survives-though-it-says-not",
      summary: "Frees what a dead member held, although it says that others wait.",
      traits: { survivesKill: false },
    }),
    [/*survives-though-it-says-not*/],
  ),
  caught(
    ownerStore(
      {
        id: "waiters-of-a-dead-holder-deaf",
        summary: "Hears no signal once the holder is dead.",
        traits: { survivesKill: false },
      },
      ["grant-of-the-dead-kept", "waiters-of-a-dead-holder-deaf"],
    ),
    [/*waiters-of-a-dead-holder-deaf*/],
  ),
  caught(
    ownerStore(
      {
        id: "killed-holder-blocks-all",
        summary: "Stops for all keys when the holder of one is dead.",
        traits: { survivesKill: false, exclusion: "key" },
      },
      ["grant-of-the-dead-kept", "killed-holder-blocks-all"],
    ),
    [/*killed-holder-blocks-all*/],
  ),
  caught(
    ownerStore(
      { id: "thread-kept", summary: "Keeps its thread alive after its handle is closed." },
      ["thread-kept"],
    ),
    [/*thread-kept*/],
  ),
  caught(
    ownerStore(
      { id: "wait-not-kept-alive", summary: "Lets its thread end while operations wait." },
      ["wait-not-kept-alive"],
    ),
    [/*wait-not-kept-alive*/],
  ),
  caught(
    ownerStore({ id: "owner-kept", summary: "Leaves its owner when the state is disposed of." }, [
      "owner-kept",
    ]),
    [/*owner-kept*/],
  ),
  caught(
    ownerStore(
      {
        id: "disposal-in-the-queue",
        summary: "Waits with disposal for a member that is dead.",
        traits: { survivesKill: false },
      },
      ["grant-of-the-dead-kept", "disposal-in-the-queue"],
    ),
    [/*disposal-in-the-queue*/],
  ),
];
