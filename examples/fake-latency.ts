/**
 * Waits as a caller waits for a bank, a database or a token server: the event loop turns, and
 * all other callers run meanwhile.
 *
 * Waiting callers continue in the order of their calls, one turn of the loop per step. So the
 * interleavings of these examples depend on their awaits alone, never on luck, and every run
 * prints the same figures.
 */
import { nextTurn } from "@sync-strategies/event-loop";

export async function fakeLatency(turns = 1): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}
