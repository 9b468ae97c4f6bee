/**
 * The table of situations in docs/choosing.md. What is between the two lines is written by
 * `pnpm documents`, from the rows that the lab's questions lead to as well:
 *
 *     <!-- situations -->
 *     <!-- /situations -->
 */
import { situations } from "@sync-strategies/choosing";
import { markdownTable } from "./markdown-table.ts";

const BLOCK = /^<!-- situations -->\n[^]*?^<!-- \/situations -->$/gm;

/** The text with every such block filled in. */
export function fillSituations(text: string): string {
  return text.replaceAll(BLOCK, () => `<!-- situations -->\n\n${table()}\n\n<!-- /situations -->`);
}

function table(): string {
  const rows = Object.values(situations).map(({ situation, take, link, because }) => [
    situation,
    `[${take}](${link})`,
    because,
  ]);
  return markdownTable([["your situation", "take", "because"], ...rows]);
}
