/**
 * `pnpm cards [result…]`: writes the trade-off cards anew. Saved results that are named are taken
 * over first, each workload in the place of what was kept of it. `--check` writes nothing, and
 * exits with 1 if the cards are out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "../repository.ts";
import { CARDS_FILE, renderCards } from "./cards.ts";
import { keepFigures, readFigures } from "./figures.ts";
import { packagedStrategies } from "./strategy-packages.ts";

// pnpm hands a leading `--` through.
const words = process.argv.slice(2).filter((word) => word !== "--");
const files = words.filter((word) => !word.startsWith("-"));
const flags = words.filter((word) => word.startsWith("-"));
const checking = flags.includes("--check");

const fault = await wrongInput();
if (fault === undefined) {
  const cards = await renderCards(await packagedStrategies(), readFigures());
  const page = join(root, CARDS_FILE);
  if (!checking) {
    writeFileSync(page, cards);
  } else if (cards !== readFileSync(page, "utf8")) {
    complain(`${CARDS_FILE} is out of date; run pnpm cards`, 1);
  }
} else {
  complain(fault, 2);
}

/** One line about what cannot be done, after taking over what can. */
async function wrongInput(): Promise<string | undefined> {
  const unknown = flags.find((flag) => flag !== "--check");
  if (unknown !== undefined) return `there is no ${unknown}; name saved results, or say --check`;
  if (checking && files.length > 0) return "--check takes no results, since it writes nothing";
  for (const file of files) {
    try {
      keepFigures(resolve(process.env["INIT_CWD"] ?? ".", file));
    } catch (error) {
      return `${file}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return undefined;
}

function complain(message: string, exitCode: number): void {
  process.stderr.write(`cards: ${message}\n`);
  process.exitCode = exitCode;
}
