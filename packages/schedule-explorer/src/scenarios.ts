import {
  abort,
  close,
  failingUpdate,
  increment,
  read,
  repeat,
  write,
  type Scenario,
} from "./scenario.ts";

/** Two clients, one increment each: the smallest scenario in which an update can be lost. */
export const lostUpdate: Scenario<number> = {
  id: "lost-update",
  title: "Two clients increment the same key",
  question: "Can an increment get lost while its updater awaits?",
  initial: { x: 0 },
  clients: [[increment("x")], [increment("x")]],
  invariant: { rule: "x is 2 in the end", holds: (state) => state.get("x") === 2 },
};

export const repeatedIncrements: Scenario<number> = {
  id: "repeated-increments",
  title: "Two clients increment the same key twice each",
  question: "Is the count still right when clients increment again?",
  initial: { x: 0 },
  clients: [
    [increment("x"), increment("x")],
    [increment("x"), increment("x")],
  ],
  invariant: { rule: "x is 4 in the end", holds: (state) => state.get("x") === 4 },
};

export const threeIncrements: Scenario<number> = {
  id: "three-increments",
  title: "Three clients increment the same key",
  question: "Is the count right for three clients, when two wait at once?",
  initial: { x: 0 },
  clients: [[increment("x")], [increment("x")], [increment("x")]],
  invariant: { rule: "x is 3 in the end", holds: (state) => state.get("x") === 3 },
};

export const readsAndWrites: Scenario<number> = {
  id: "reads-and-writes",
  title: "Two clients write and read the same key",
  question: "Does a client see its own write, or a later one?",
  initial: { x: 0 },
  clients: [
    [write("x", 1), read("x")],
    [write("x", 2), read("x")],
  ],
};

export const writeDuringUpdate: Scenario<number> = {
  id: "write-during-update",
  title: "A write while an updater awaits",
  question: "Can an updater that awaits undo a write that was acknowledged meanwhile?",
  initial: { x: 0 },
  clients: [[increment("x")], [write("x", 10)], [read("x"), read("x")]],
};

export const twoKeys: Scenario<number> = {
  id: "two-keys",
  title: "Updates of two keys, in opposite order",
  question: "Can clients that need two keys one after the other block each other forever?",
  initial: { x: 0, y: 0 },
  clients: [
    [increment("x"), increment("y")],
    [increment("y"), increment("x")],
  ],
};

export const updaterThrows: Scenario<number> = {
  id: "updater-throws",
  title: "An updater that throws, between two others",
  question: "Does an updater that throws leave the value and the other clients alone?",
  initial: { x: 0 },
  clients: [[failingUpdate("x"), read("x")], [increment("x")], [increment("x")]],
};

export const abortWhileWaiting: Scenario<number> = {
  id: "abort-while-waiting",
  title: "An operation aborted while it waits",
  question: "Does an aborted operation either never happen or complete, and let others continue?",
  initial: { x: 0 },
  clients: [[increment("x")], [increment("x"), read("x")], [abort("B")]],
};

export const closeWhileWaiting: Scenario<number> = {
  id: "close-while-waiting",
  title: "Closing the store while operations wait",
  question: "Does close reject later operations, and only those?",
  initial: { x: 0 },
  clients: [[increment("x")], [increment("x"), read("x")], [close()]],
};

/** More than the limits of a run let overtake an operation. */
const MANY = 11;

export const overtakenRead: Scenario<number> = {
  id: "overtaken-read",
  title: "A read that waits among clients that update without a pause",
  question: "Does a read get its turn while updates keep coming?",
  initial: { x: 0 },
  clients: [
    [increment("x")],
    [read("x")],
    repeat(increment("x", { awaits: 0 }), MANY),
    repeat(increment("x", { awaits: 0 }), MANY),
  ],
};

export const overtakenWrite: Scenario<number> = {
  id: "overtaken-write",
  title: "A write that waits among clients that read without a pause",
  question: "Does a write get its turn while reads keep coming?",
  initial: { x: 0 },
  clients: [
    [increment("x")],
    [write("x", 10)],
    // A read is done so soon that two clients leave moments in which none waits.
    repeat(read("x"), 8),
    repeat(read("x"), 8),
    repeat(read("x"), 8),
  ],
};

export const overtakenUpdate: Scenario<number> = {
  id: "overtaken-update",
  title: "An update whose key other clients keep changing",
  question: "Does a slow update come to its end while fast writes keep coming?",
  initial: { x: 0 },
  clients: [[increment("x")], Array.from({ length: MANY }, () => write("x", 10))],
};

/** All predefined scenarios, the simplest first. */
export const scenarios: readonly Scenario<number>[] = [
  lostUpdate,
  repeatedIncrements,
  threeIncrements,
  readsAndWrites,
  writeDuringUpdate,
  twoKeys,
  updaterThrows,
  abortWhileWaiting,
  closeWhileWaiting,
  overtakenRead,
  overtakenWrite,
  overtakenUpdate,
];
