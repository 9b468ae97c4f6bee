import { located } from "./deadlock-error.ts";
import type { OpenWait } from "./open-waits.ts";

/** One line per wait: what, where, for how long, and who holds what it waits for. */
export function renderOpenWaits(waits: readonly OpenWait[]): string {
  const heading =
    waits.length === 1
      ? "1 wait is open, and nothing is left to end it:"
      : `${waits.length} waits are open, and nothing is left to end them:`;
  return `${[heading, ...waits.map(lineOf)].join("\n")}\n`;
}

function lineOf({ what, place, waitedMs, works, heldBy }: OpenWait): string {
  const doing = works ? "has worked" : "has waited";
  const line = `  ${located(what, place)} ${doing} for ${duration(waitedMs)}`;
  const holders = heldBy.map((hold) => located(hold.what, hold.place));
  return holders.length === 0 ? line : `${line}; held by ${holders.join(", ")}`;
}

function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
