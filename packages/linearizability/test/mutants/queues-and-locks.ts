/** Mutants of the engines of queues and of locks. */
import { asTheyAre, mutantsOf } from "./mutant.ts";

const queues = { of: "queues whose elements are all different", presentation: asTheyAre };
const locks = { of: "locks", presentation: asTheyAre };

export const queueAndLockMutants = [
  ...mutantsOf("engines/fifo.ts", queues, [
    [
      "what was dequeued was enqueued",
      'if (element === undefined) return { rule: "dequeue-of-nothing", dequeue };',
      "if (element === undefined) continue;",
    ],
    [
      "an element is dequeued once",
      "if (element.dequeue !== undefined)",
      "if (element.dequeue === dequeue)",
    ],
    [
      "an element is not dequeued before it is enqueued",
      "if (returnOf(dequeue) < element.enqueueCalled) {",
      "if (returnOf(dequeue) < 0) {",
    ],
    [
      "elements are dequeued in the order in which they were enqueued",
      "if (latest !== undefined && dequeueReturned(next) < dequeueCalled(latest)) {",
      "if (latest !== undefined && dequeueReturned(next) < 0) {",
    ],
    [
      "no element is left behind",
      'if (left !== undefined) return { rule: "left-behind", left, next };',
      "",
    ],
    [
      "an unfinished dequeue removes one element at most",
      "if (count <= removers) return undefined;",
      "if (removers > 0 || count === 0) return undefined;",
    ],
    [
      "a queue that holds an element is not empty",
      "if (moment > returnOf(dequeue)) return this.#cover(dequeue);",
      "",
    ],
    [
      "an element that nothing removed is there",
      "isFilled[event] = Number(certain > 0 || surplus > 0);",
      "isFilled[event] = Number(certain > 0);",
    ],
    [
      "an element that was dequeued was there before",
      "isFilled[event] = Number(certain > 0 || surplus > 0);",
      "isFilled[event] = Number(surplus > 0);",
    ],
    [
      "an unfinished dequeue may have removed an element",
      'const removers = countBefore(this.#removers, "called", event);',
      "const removers = event < 0 ? 1 : 0;",
    ],
  ]),
  ...mutantsOf("engines/holds.ts", locks, [
    [
      "what is released was acquired",
      "if (returnOf(release) < (acquires[nth]?.called ?? Infinity)) {",
      "if (returnOf(release) < 0) {",
    ],
    [
      "no two clients hold the lock",
      "if (open !== undefined && end < latestCall(open)) {",
      "if (open !== undefined && end < 0) {",
    ],
    [
      "a holder is not refused its release",
      "} else if (released < acquired) {",
      "} else if (released < 0) {",
    ],
    [
      "a release that overlaps an acquire of its client may be refused",
      "if (acquired < acquiring || released < releasing) {",
      "if (released < releasing) {",
    ],
    [
      "no client is refused a lock that is free",
      "if (after === undefined || after.acquire.called > returnOf(refusal)) {",
      "if (refusal.called < 0) {",
    ],
    [
      "a refusal that overlaps an acquire may have followed it",
      "if (after === undefined || after.acquire.called > returnOf(refusal)) {",
      "if (after === undefined || after.acquire.called > refusal.called) {",
    ],
    [
      "which release belongs to which acquire is certain",
      "if (!areInTurn(acquires) || !areInTurn(releases)) {",
      "if (acquires.length < 0) {",
    ],
  ]),
];
