import { nextTurn } from "./turns.ts";

/**
 * How many steps a task takes between two readings of the clock: one reading takes about as long
 * as a step.
 */
const STEPS_PER_READING = 64;

/** How long a task may work before the event loop must have a turn. */
const BUDGET_MS = 10;

/**
 * A budget of time for a task that others keep busy.
 *
 * A task whose clients ask again as soon as they are answered works in microtasks alone, and no
 * timer and no I/O runs meanwhile, however often the task awaits. Go's scheduler interrupts such
 * a goroutine after 10 ms; here the task itself must step aside:
 *
 *     if (budget.spendStep()) await budget.stepAside();
 */
export class TurnBudget {
  #steps = 0;
  #turnAt = performance.now();

  /** Counts one step. True if the budget is spent: now the task must {@link stepAside}. */
  spendStep(): boolean {
    this.#steps += 1;
    if (this.#steps % STEPS_PER_READING !== 0) return false;
    this.#steps = 0;
    return performance.now() - this.#turnAt >= BUDGET_MS;
  }

  /** Resolves in the event loop's next turn, with a full budget. */
  async stepAside(): Promise<void> {
    await nextTurn();
    this.#turnAt = performance.now();
  }
}
