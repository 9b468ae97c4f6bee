/** What `pnpm test` and `pnpm test:all` share: from the words typed to the exit code. */
import { buildProblem } from "../build-all.mjs";
import { chooseSuites } from "./choose-suites.mjs";
import { goSuite } from "./go-suite.mjs";
import { rememberPassed, whatPassed } from "./passed-suites.mjs";
import { TestReport } from "./test-report.mjs";
import { findSuites } from "./find-suites.mjs";
import { runSuites } from "./run-suites.mjs";
import { workspaceSuites } from "./workspace-suites.mjs";
import { TestWordsError, readWords } from "./words.mjs";

/** As those of `pnpm compare`. */
const FINE = 0;
const BROKEN = 1;
const WRONG_INPUT = 2;

/** Runs one of the two commands with these words, and answers its exit code. */
export async function testCommand(command, words) {
  const withLongTests = command === "test:all";
  let request;
  try {
    request = readWords(command, words);
  } catch (error) {
    if (!(error instanceof TestWordsError)) throw error;
    process.stderr.write(`${command}: ${error.message}\n`);
    return WRONG_INPUT;
  }
  if (request.help !== undefined) {
    process.stdout.write(request.help);
    return FINE;
  }

  const report = new TestReport(process.stdout);
  report.doing("building");
  // Most tests read the sources; what cannot be built costs only those a result that need it.
  const buildFailure = await buildProblem(() => report.preparing("building what is out of date"));
  if (buildFailure !== undefined) {
    report.failure({ heading: "the build failed", text: buildFailure, isExtra: true });
  }
  report.doing("finding what has changed");
  const found = await findSuites({ withLongTests });
  if (withLongTests) found.push(...workspaceSuites, goSuite);

  let suites;
  try {
    suites = chooseSuites(found, request.names);
  } catch (error) {
    if (!(error instanceof TestWordsError)) throw error;
    report.end();
    process.stderr.write(`${command}: ${error.message}\n`);
    return WRONG_INPUT;
  }

  // With flags the runner tests part of a package only, and without a build what was built once.
  const isWhole = Object.keys(request.runnerOptions).length === 0 && buildFailure === undefined;
  report.expect(suites);
  const toRun = suites.filter((suite) => {
    const passed = isWhole && !request.force ? whatPassed(suite) : undefined;
    if (passed === undefined) return true;
    report.unchanged(suite, passed);
    return false;
  });
  const outcomes = await runSuites(toRun, request.runnerOptions, report);
  if (isWhole) for (const outcome of outcomes) rememberPassed(outcome);
  return report.sumUp() ? FINE : BROKEN;
}
