/**
 * Asks the comparison what is known beforehand: `pnpm known-answers`, about three minutes. With
 * `costs` or `order` behind it, one half of that.
 *
 * The same strategy twice under two names must be a tie; one that takes 20% longer must be found
 * slower, with an interval that holds the truth; and with the order reversed every verdict must
 * stay. Exits with 1 if one of them does not hold.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildAll } from "../../../scripts/build-all.mjs";

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

/** Two strategies that are one, and a third that takes a fifth longer. */
async function askForCosts() {
  const truth = 2 / 2.4;
  // A number of operations ends the run, so that no part of one is left over.
  const few = ["--readers", "2", "--writers", "1", "--pause", "0", "--operations", "300"];
  const { results } = await compare(known, "--baseline", "base", ...few);
  const row = (name) => results.find(({ strategy }) => strategy === name);
  const [same, slowed] = [row("same"), row("slowed")];
  expect(`the same under two names is a tie: ${show(same.ratio)}`, same.standing === "tie");
  expect(`20% more time is found slower: ${slowed.standing}`, slowed.standing === "slower");
  const { low, high } = slowed.ratio;
  expect(
    `its interval holds the truth, ${truth.toFixed(4)}: ${show(slowed.ratio)}`,
    low <= truth && truth <= high,
  );
}

function tiersOf({ comparison }) {
  return JSON.stringify(comparison.tiers ?? comparison.obstacle);
}

/** The order of a round is shuffled, whatever the order of the names. */
async function askForOrder() {
  const saturated = ["--workload", "saturated"];
  const forwards = tiersOf(await compare("actor", "channels", "mutex", ...saturated));
  const backwards = tiersOf(await compare("mutex", "channels", "actor", ...saturated));
  expect(
    `with the order reversed the tiers stay: ${forwards} and ${backwards}`,
    forwards === backwards && forwards.startsWith("[["),
  );
}

if (!(await buildAll("known-answers"))) process.exit(4);
const [question] = process.argv.slice(2);
if (question !== "order") await askForCosts();
if (question !== "costs") await askForOrder();
process.exitCode = isRight ? 0 : 1;
