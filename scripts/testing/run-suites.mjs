/** Runs suites, and says of each how many tests passed, failed and were skipped. */
import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { Writable } from "node:stream";
import { root } from "../build-all.mjs";
import { SuiteReporter } from "./suite-reporter.mjs";

/** More than cores, since many tests wait for a process, a server or a browser. */
const WORKERS = Math.ceil(1.5 * availableParallelism());

/**
 * Runs the suites: those of vitest in one process, on all cores, then the others one by one.
 * What cannot even start counts as a failure of its suite.
 *
 * @returns what each suite that ran came to: `{ suite, counts }`.
 */
export async function runSuites(suites, runnerOptions, report) {
  const outcomes = [];
  const ready = [];
  for (const suite of suites) {
    if (suite.prepare === undefined) {
      ready.push(suite);
      continue;
    }
    report.doing(suite.preparing);
    const problem = suite.prepare();
    if (problem === undefined) ready.push(suite);
    else outcomes.push(failedToStart(suite, problem, report));
  }
  const ofVitest = ready.filter(({ config }) => config !== undefined);
  if (ofVitest.length > 0) outcomes.push(...(await runVitest(ofVitest, runnerOptions, report)));
  for (const suite of ready.filter(({ run }) => run !== undefined)) {
    report.doing(suite.name);
    const { counts, seconds, failures } = suite.run();
    for (const failure of failures) report.failure(failure);
    report.suiteEnded(suite, counts, seconds);
    outcomes.push({ suite, counts });
  }
  return outcomes;
}

function failedToStart(suite, problem, report) {
  const counts = { passed: 0, failed: 1, skipped: 0 };
  report.failure({ heading: `${suite.name} could not be prepared`, text: problem });
  report.suiteEnded(suite, counts, 0);
  return { suite, counts };
}

async function runVitest(suites, runnerOptions, report) {
  if (!report.hasColours) {
    // The runner and its workers would guess from their own streams, and from CI.
    process.env.NO_COLOR = "1";
    delete process.env.FORCE_COLOR;
  }
  // Only now, since what it imports decides about colours as it is loaded.
  const { createVitest } = await import("vitest/node");
  const printed = new Collected();
  const reporter = new SuiteReporter(suites, report, printed);
  const vitest = await createVitest(
    "test",
    { ...runnerOptions, root, config: false, watch: false, maxWorkers: WORKERS },
    {
      test: {
        reporters: [reporter],
        projects: suites.map(({ name, folder, config }) => ({
          extends: relative(root, config),
          root: folder,
          // A project's own number of workers would win over the run's.
          test: { name, maxWorkers: WORKERS },
        })),
      },
    },
    { stdout: printed, stderr: printed },
  );
  try {
    await vitest.start();
  } finally {
    await vitest.close();
  }
  return reporter.outcomes();
}

/** Collects what vitest prints, to be shown where it belongs. */
class Collected extends Writable {
  #text = "";

  /** Overrides the stream's own, which may keep a text back: `take` has to find it at once. */
  write(chunk) {
    this.#text += chunk.toString();
    return true;
  }

  /** All that was printed since the last call. */
  take() {
    const text = this.#text;
    this.#text = "";
    return text;
  }
}
