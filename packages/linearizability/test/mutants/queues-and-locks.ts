/** Mutants of the engines of queues and of locks. */
import { asTheyAre, mutantsOf } from "./mutant.ts";

const locks = { of: "locks", presentation: asTheyAre };
const queues = { of: "queues whose elements are all different", presentation: asTheyAre };
const filledQueues = { of: "queues that are not empty at first", presentation: asTheyAre };
const fewElements = { of: "queues of few elements", presentation: asTheyAre };

export const queueAndLockMutants = [
  ...mutantsOf("engines/fifo/fifo.ts", filledQueues, [
    [
      "what was dequeued was in the queue",
      'if (element === undefined) return { rule: "dequeue-of-nothing", dequeue };',
      "if (element === undefined) continue;",
    ],
    [
      "an element is dequeued once",
      "if (element.dequeue !== undefined)",
      "if (element.dequeue === dequeue)",
    ],
    [
      "elements are dequeued in the order in which they were enqueued",
      "if (latest !== undefined && dequeueReturned(next) < dequeueCalled(latest)) {",
      "if (latest !== undefined && latest === next) {",
    ],
    [
      "of several the one that is dequeued last is compared",
      "if (latest === undefined || dequeueCalled(element) > dequeueCalled(latest))\n          latest = element;",
      "latest ??= element;",
    ],
    [
      "what was enqueued before is not left behind",
      'if (left !== undefined) return { rule: "left-behind", left, next };',
      "",
    ],
    [
      "an unfinished dequeue may have removed what was left",
      "if (count <= removers) return undefined;",
      "if (count === 0) return undefined;",
    ],
    [
      "but no more than one element",
      "if (count <= removers) return undefined;",
      "if (count === 0 || removers > 0) return undefined;",
    ],
    [
      "and not before it was called",
      'const removers = countBefore(this.#removers, "called", event);',
      "const removers = this.#removers.length;",
    ],
    ["the queue is not found empty while an element certainly is in it", "change(from, 1);", ""],
    [
      "an element may be gone from the call of its dequeue on",
      "change(to, -1);",
      "change(returnOf(element.dequeue!), -1);",
    ],
    [
      "the queue is not found empty while more is left than can have been removed",
      "left[Math.max(0, enqueueReturned)]!++;",
      "left[Math.max(0, enqueueReturned)]! += 0;",
    ],
    [
      "an unfinished dequeue may have emptied the queue",
      "for (const { called } of this.#removers) left[called]!--;",
      "",
    ],
    ["an element that may be in the queue need not be", "if (from >= to) continue;", ""],
    [
      "a queue that may be empty for a moment may be found so",
      "if (moment > returnOf(dequeue)) return this.#cover(dequeue);",
      "if (moment > dequeue.called + 1) return this.#cover(dequeue);",
    ],
  ]),
  ...mutantsOf("engines/fifo/fifo.ts", queues, [
    [
      "a dequeue comes after its enqueue",
      "if (returnOf(dequeue) < element.enqueueCalled) {",
      "if (returnOf(dequeue) < -Infinity) {",
    ],
    [
      "an unfinished enqueue puts nothing there for certain",
      "enqueueReturned: returnOf(operation),",
      "enqueueReturned: operation.returned ?? operation.called,",
    ],
  ]),
  ...mutantsOf("engines/fifo/fifo-engine.ts", fewElements, [
    [
      "elements that were enqueued repeatedly cannot be told apart",
      "if (print === null || seen.has(print)) out.add(print);",
      "if (print === null) out.add(print);",
    ],
    [
      "an element that is nothing looks like an empty queue",
      "if (print === null || seen.has(print)) out.add(print);",
      "if (seen.has(print)) out.add(print);",
    ],
    [
      "a part that is right does not make the whole so",
      "return part.isWhole ? { order: () => fifoOrder(elements, empty) } : undefined;",
      "return { order: () => fifoOrder(elements, empty) };",
    ],
  ]),
  ...mutantsOf("engines/holds/holds.ts", locks, [
    [
      "a release needs an acquire that was called before it returned",
      "if (returnOf(release) < (acquires[nth]?.called ?? Infinity)) {",
      "if (acquires[nth] === undefined && release.returned !== undefined) {",
    ],
    [
      "each release needs an acquire of its own",
      "if (returnOf(release) < (acquires[nth]?.called ?? Infinity)) {",
      "if (returnOf(release) < (acquires[nth]?.called ?? 0)) {",
    ],
    [
      "acquires of one client that overlap leave open which release belongs to which",
      "if (!areInTurn(acquires) || !areInTurn(releases)) {",
      "if (!areInTurn(releases)) {",
    ],
    [
      "so do releases",
      "if (!areInTurn(acquires) || !areInTurn(releases)) {",
      "if (!areInTurn(acquires)) {",
    ],
    [
      "an acquire took effect if a release shows it",
      "if ([hold.acquire, hold.release].some(isFinished)) this.#holds.push(hold);",
      "if (isFinished(hold.acquire)) this.#holds.push(hold);",
    ],
    [
      "an unfinished acquire without a release is not needed",
      "else if (hold.release === undefined) this.#lastHolds.push(hold);",
      "else if (hold.release === undefined) this.#holds.push(hold);",
    ],
    ["it may be the reason of refusals", "if (last !== undefined) holds.push(last);", ""],
    [
      "the one that was called first explains the most refusals",
      "(one, other) => one.acquire.called - other.acquire.called,",
      "(one, other) => other.acquire.called - one.acquire.called,",
    ],
    [
      "a release is not refused to the holder",
      "} else if (released < acquired) {",
      "} else if (released > acquired) {",
    ],
    [
      "whether a client holds the lock is open while its acquire or release goes on",
      "if (acquired < acquiring || released < releasing) {",
      "if (acquired > acquiring || released > releasing) {",
    ],
    [
      "two holds are not at once",
      "if (open !== undefined && end < latestCall(open)) {",
      "if (open !== undefined && end < latestCall(open) && !isCertain(hold)) {",
    ],
    [
      "no hold of uncertain times lies inside a certain one",
      "if (open !== undefined && end < latestCall(open)) {",
      "if (open !== undefined && end < latestCall(open) && isCertain(hold)) {",
    ],
    [
      "a hold that was not released lasts for ever",
      "return latestCalled(hold)?.called ?? Infinity;",
      "return latestCalled(hold)?.called ?? hold.acquire.called;",
    ],
    [
      "the lock was not refused while it was free",
      'if (isFree && refusal.name === "tryAcquire") {',
      'if (isFree && refusal.name === "no such") {',
    ],
    [
      "a hold may begin while it is the reason of a refusal",
      "if (after === undefined || after.acquire.called > returnOf(refusal)) {",
      "if (after === undefined || returnOf(after.acquire) > returnOf(refusal)) {",
    ],
    [
      "a refusal comes after what had returned when it was called",
      "if (place > this.#furthest) this.#furthest = place;",
      "this.#furthest = place;",
    ],
    [
      "a hold of which neither end is known may be the reason of a refusal",
      "const isFixed = (overlapping.length === 0 || areFixed) && !this.#possibleHolds.some(overlaps);",
      "const isFixed = overlapping.length === 0 || areFixed;",
    ],
  ]),
];
