/**
 * Lets the event loop go on although tasks always find what they wait for.
 *
 * A wait that is over at once takes a microtask, and tasks that only wait in this way run in
 * microtasks alone: no timer, no signal and no I/O gets its turn meanwhile, however often the
 * tasks await. Go's scheduler interrupts such a goroutine after 10 ms; here the tasks themselves
 * must pause:
 *
 *     const pause = turnIfDue();
 *     if (pause !== undefined) await pause;
 *
 * What starves is the event loop, so there is one count of steps and one reading of the clock per
 * thread, not one per task. While a turn is due, it is due for every task, so that all of them
 * pause and the turn comes.
 *
 * Invariants:
 * - `turn` is defined exactly from a reading of the clock to the next turn, and a turn is due only
 *   while it is. So a turn is never due when the event loop has just had one.
 * - While a turn is due, `stepsToReading` is 0. So a step that need not pause, which is nearly
 *   every step, only counts down.
 */
import { inNextTurn } from "./turns.ts";

/** How many steps are taken between two readings of the clock; a reading takes about as long as a step. */
const STEPS_PER_READING = 64;

/** How long tasks may work before the event loop must have a turn. */
const BUDGET_MS = 10;

let stepsToReading = STEPS_PER_READING;
let turn: Promise<void> | undefined;
let turnAskedAt = 0;
let due = false;

/**
 * Counts one step of a task, and returns the event loop's next turn if the loop has had none for
 * 10 ms: now the task must wait for it before it takes another step. `undefined` otherwise, so that
 * a step that need not pause makes no promise.
 *
 * All tasks get the same promise, so what waits for it goes on in the order of these calls. If each
 * had a turn to itself, a task that goes on could do so for as long as it finds work, before those
 * that asked after it.
 */
export function turnIfDue(): Promise<void> | undefined {
  stepsToReading -= 1;
  return stepsToReading <= 0 && readClock() ? turn : undefined;
}

function readClock(): boolean {
  if (!due) due = budgetIsSpent();
  stepsToReading = due ? 0 : STEPS_PER_READING;
  return due;
}

function budgetIsSpent(): boolean {
  const now = performance.now();
  if (turn !== undefined) return now - turnAskedAt >= BUDGET_MS;
  turnAskedAt = now;
  turn = new Promise((resolve) =>
    inNextTurn(() => {
      turn = undefined;
      due = false;
      resolve();
    }),
  );
  return false;
}
