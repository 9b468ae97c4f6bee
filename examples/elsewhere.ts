/**
 * Waits as one waits for a bank, a database or a token server: the event loop goes round, and
 * everybody else runs meanwhile.
 *
 * Whoever waits goes on in the order of asking, one turn of the loop for each step. So the
 * interleavings of these examples come from their awaits alone and never from luck, and their
 * figures are the same in every run.
 */
import { setImmediate } from "node:timers/promises";

export async function elsewhere(turns = 1): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
}
