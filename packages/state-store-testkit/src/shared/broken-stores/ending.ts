import {
  caught,
  cellsStore,
  fileStore,
  ownerStore,
  type BrokenSharedStore,
} from "../broken-shared-store.ts";

export const brokenEnding: readonly BrokenSharedStore[] = [
  caught(
    ownerStore(
      { id: "grant-of-the-dead-kept", summary: "Keeps the grant of a member that is dead." },
      ["grant-of-the-dead-kept"],
    ),
    ["when a thread is terminated while it holds the state, the others go on"],
    { others: "may fail" },
  ),
  caught(
    ownerStore(
      { id: "half-done-kept", summary: "Has changed the value before the updater is done." },
      ["half-done-kept"],
    ),
    [
      "an updater that throws at once in one thread leaves the key as it was, and free",
      "a read behind the other thread's updater that fails gets its turn",
      "when a thread is terminated while it holds the state, the others go on",
    ],
  ),
  caught(
    ownerStore(
      { id: "handed-to-the-dead", summary: "Hands the key to a waiter whose thread has ended." },
      ["handed-to-the-dead"],
    ),
    [
      "a thread that ends while it waits harms no other thread",
      "a thread that is terminated while it waits harms no other thread",
    ],
    { others: "may fail" },
  ),
  caught(
    ownerStore({ id: "lost-member-blocks-all", summary: "Stops when a member has gone." }, [
      "lost-member-blocks-all",
    ]),
    [
      "a thread that ends with nothing open harms no other thread",
      "a thread that is terminated with nothing open harms no other thread",
      "a thread that ends while it waits harms no other thread",
      "a thread that is terminated while it waits harms no other thread",
      "a thread that is terminated while its write waits harms no other thread",
      "when a thread is terminated while it holds the state, the others go on",
      "when a thread is terminated in the midst of its operations, the others go on",
      "a thread ends by itself when its handle is closed",
      "a handle that is closed refuses, and the other thread's goes on with the state",
    ],
    { others: "may fail" },
  ),
  caught(
    cellsStore(
      {
        id: "changed-in-two-steps",
        summary:
          "Marks a cell, and then changes it: a thread that ends in between leaves the mark.",
      },
      ["changed-in-two-steps"],
    ),
    ["when a thread is terminated at any of its accesses to shared memory, the others go on"],
  ),
  caught(
    ownerStore({
      id: "survives-though-it-says-not",
      summary: "Frees what a dead member held, although it says that others wait.",
      traits: { survivesKill: false },
    }),
    ["when a thread is terminated while it holds the state, the others wait and can be cancelled"],
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
    ["when a thread is terminated while it holds the state, the others wait and can be cancelled"],
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
    ["when a thread is terminated while it holds one key, the others go on with other keys"],
    { others: "may fail" },
  ),
  caught(
    ownerStore(
      { id: "thread-kept", summary: "Keeps its thread alive after its handle is closed." },
      ["thread-kept"],
    ),
    ["a thread ends by itself when its handle is closed"],
  ),
  caught(
    ownerStore(
      { id: "wait-not-kept-alive", summary: "Lets its thread end while operations wait." },
      ["wait-not-kept-alive"],
    ),
    ["a thread does not end while one of its operations waits"],
    { others: "may fail" },
  ),
  caught(
    ownerStore({ id: "owner-kept", summary: "Leaves its owner when the state is disposed of." }, [
      "owner-kept",
    ]),
    ["when the state is disposed of, no thread is left of those that it started"],
  ),
  caught(
    ownerStore(
      {
        id: "grant-of-a-dead-process-kept",
        summary: "Keeps the grant of a process that is dead.",
        span: "processes",
      },
      ["grant-of-the-dead-kept"],
    ),
    ["when a thread is terminated while it holds the state, the others go on"],
    { others: "may fail" },
  ),
  caught(
    ownerStore(
      {
        id: "owner-process-kept",
        summary: "Leaves its owner, a process, when the state is disposed of.",
        span: "processes",
      },
      ["owner-kept"],
    ),
    ["when the state is disposed of, no thread is left of those that it started"],
  ),
  caught(
    ownerStore(
      {
        id: "socket-left",
        summary: "Leaves the socket of its owner when the state is disposed of.",
        span: "processes",
      },
      ["socket-left"],
    ),
    ["when the state is disposed of, none of its files is open in a thread, and no socket is left"],
  ),
  caught(
    fileStore({ id: "file-kept-open", summary: "Keeps its file open when a handle is closed." }, [
      "file-kept-open",
    ]),
    ["when the state is disposed of, none of its files is open in a thread, and no socket is left"],
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
    ["a state can be disposed of although a thread was terminated while it held it"],
  ),
];
