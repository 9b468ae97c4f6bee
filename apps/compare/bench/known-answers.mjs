/**
 * Asks the comparison what is known beforehand: `node bench/known-answers.mjs`, after a build.
 *
 * The same strategy twice under two names must be a tie; one that takes 20% longer must be found
 * slower, with an interval that holds the truth; and with the order reversed every verdict must
 * stay. Exits with 1 if one of them does not hold.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const known = fileURLToPath(new URL("strategies/known-costs.ts", import.meta.url));

async function compare(...words) {
  const flags = ["--rigorous", "--no-reference", "--format", "json"];
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...words, ...flags], {
    maxBuffer: 2 ** 30,
  });
  const [workload] = JSON.parse(stdout).workloads;
  return workload;
}

let isRight = true;

function expect(claim, holds) {
  isRight &&= holds;
  console.log(`${holds ? "yes" : "NO "}  ${claim}`);
}

function show({ value, low, high }) {
  return `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
}

const TRUTH = 200 / 240;
// Few clients, so that few operations are under way, and not counted, when a run ends.
const few = ["--readers", "2", "--writers", "1", "--pause", "0", "--duration", "500ms"];
const { results } = await compare(known, "--baseline", "base", ...few);
const row = (name) => results.find(({ strategy }) => strategy === name);
expect(
  `the same under two names is a tie: ${show(row("same").ratio)}`,
  row("same").standing === "tie",
);
expect(
  `20% more time is found slower: ${row("slowed").standing}`,
  row("slowed").standing === "slower",
);
const { low, high } = row("slowed").ratio;
expect(
  `its interval holds the truth, ${TRUTH.toFixed(4)}: ${show(row("slowed").ratio)}`,
  low <= TRUTH && TRUTH <= high,
);

const saturated = ["--workload", "saturated"];
const tiersOf = ({ comparison }) => JSON.stringify(comparison.tiers);
const forwards = tiersOf(await compare("actor", "channels", "mutex", ...saturated));
const backwards = tiersOf(await compare("mutex", "channels", "actor", ...saturated));
expect(
  `with the order reversed the tiers stay: ${forwards} and ${backwards}`,
  forwards === backwards,
);
process.exitCode = isRight ? 0 : 1;
