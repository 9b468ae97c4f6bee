/**
 * Turns diagnostics on for a whole program, from the command line:
 *
 *     node --import @sync-strategies/diagnostics/register program.js
 *
 * If the program ends although tasks still wait, each wait is printed to stderr, and the exit code
 * is 13, which is Node's own where a top-level await never settles. A program that calls
 * `process.exit` has decided to end, and is left alone.
 */
import process from "node:process";
import { startDiagnostics } from "./diagnosing.ts";
import { openWaits } from "./open-waits.ts";
import { renderOpenWaits } from "./render-open-waits.ts";

const UNSETTLED_EXIT_CODE = 13;

startDiagnostics();

// A listener of the program may still begin new work, so that Node runs dry more than once.
process.on("beforeExit", () => {
  process.off("exit", report);
  process.once("exit", report);
});

function report(exitCode: number): void {
  const waits = openWaits();
  if (waits.length === 0) return;
  process.stderr.write(renderOpenWaits(waits));
  if (exitCode === 0) process.exitCode = UNSETTLED_EXIT_CODE;
}
