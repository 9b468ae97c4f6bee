/**
 * A reporter for vitest, which runs several suites side by side: it counts for each suite, and
 * passes a suite's result on when the last of its files has ended.
 *
 * It also ends a run that hangs. A test that never settles fails by its own time limit; a worker
 * that never lets go of the processor has none. So the run ends when no test of any suite has
 * ended for much longer than that limit. It counts ticks rather than time: a machine that sleeps
 * makes no ticks.
 */
const TICK_MS = 10_000;
const TICKS_WITHOUT_PROGRESS = 60;

export class SuiteReporter {
  #suites;
  #report;
  #printed;
  #vitest;
  #tallies = new Map();
  #running = new Set();
  #logs = new Map();
  #unhandled = 0;
  #ticks = 0;
  #watch;

  /** `printed` collects what vitest prints, such as an error with its excerpt of the source. */
  constructor(suites, report, printed) {
    this.#suites = suites;
    this.#report = report;
    this.#printed = printed;
  }

  /** The counts of each suite that ran to its end. No suite passes together with an unhandled error. */
  outcomes() {
    return [...this.#tallies.values()]
      .filter(({ files }) => files === 0)
      .map(({ suite, counts }) => {
        return { suite, counts: { ...counts, failed: counts.failed + this.#unhandled } };
      });
  }

  onInit(vitest) {
    this.#vitest = vitest;
  }

  onTestRunStart(specifications) {
    for (const suite of this.#suites) {
      const files = specifications.filter(({ project }) => project.name === suite.name).length;
      const counts = { passed: 0, failed: 0, skipped: 0 };
      const tally = { suite, counts, files, seconds: 0 };
      this.#tallies.set(suite.name, tally);
      if (files === 0) this.#end(tally);
    }
    this.#watch = setInterval(() => this.#tick(), TICK_MS);
    this.#watch.unref();
  }

  onUserConsoleLog({ content, taskId }) {
    this.#logs.set(taskId, (this.#logs.get(taskId) ?? "") + content);
  }

  onTestModuleStart(module) {
    this.#running.add(module);
    this.#progress();
  }

  onTestCaseResult(test) {
    const { counts } = this.#tallies.get(test.project.name);
    const { state, errors } = test.result();
    counts[state] += 1;
    if (state === "failed") this.#fail(test, test.fullName, errors);
    this.#progress();
  }

  onTestSuiteResult(group) {
    // The errors of hooks; those of its tests are theirs.
    this.#failAsWhole(group, group.fullName);
  }

  onTestModuleEnd(module) {
    this.#failAsWhole(module, "");
    this.#running.delete(module);
    const tally = this.#tallies.get(module.project.name);
    const { collectDuration, prepareDuration, setupDuration, duration } = module.diagnostic();
    tally.seconds += (collectDuration + prepareDuration + setupDuration + duration) / 1000;
    tally.files -= 1;
    if (tally.files === 0) this.#end(tally);
    this.#progress();
  }

  onTestRunEnd(_modules, unhandledErrors, reason) {
    clearInterval(this.#watch);
    if (unhandledErrors.length > 0) this.#report.note(this.#printed.take());
    for (const error of unhandledErrors) {
      this.#unhandled += 1;
      this.#report.failure({
        heading: "an error outside of every test",
        text: this.#print(error),
        isExtra: true,
      });
    }
    if (reason === "interrupted") return;
    for (const { suite, files } of this.#tallies.values()) {
      if (files > 0) {
        this.#report.failure({
          heading: suite.name,
          text: `${files} of its test files did not end`,
          isExtra: true,
        });
      }
    }
  }

  #failAsWhole(entity, name) {
    const errors = entity.errors();
    if (errors.length === 0) return;
    this.#tallies.get(entity.project.name).counts.failed += 1;
    this.#fail(entity, name, errors);
  }

  #fail(entity, name, errors) {
    const { project } = entity;
    const file = (entity.type === "module" ? entity : entity.module).relativeModuleId;
    const said = this.#logs.get(entity.id);
    this.#report.failure({
      heading: [project.name, file, name].filter((part) => part !== "").join(" › "),
      text:
        errors.map((error) => this.#print(error, project)).join("\n") +
        (said === undefined ? "" : `\nIt printed:\n${said}`),
    });
  }

  #print(error, project) {
    // What was printed before belongs to tests that passed.
    this.#printed.take();
    this.#vitest.logger.printError(error, { project });
    return this.#printed.take();
  }

  #end({ suite, counts, seconds }) {
    this.#report.suiteEnded(suite, counts, seconds);
  }

  #progress() {
    this.#ticks = 0;
    const names = [...new Set([...this.#running].map(({ project }) => project.name))];
    this.#report.doing(names.join(", "));
  }

  #tick() {
    this.#ticks += 1;
    if (this.#ticks < TICKS_WITHOUT_PROGRESS) return;
    const minutes = (TICK_MS * TICKS_WITHOUT_PROGRESS) / 60_000;
    const files = [...this.#running].map(
      ({ project, relativeModuleId }) => `${project.name} › ${relativeModuleId}`,
    );
    this.#report.failure({
      heading: `no test has ended for ${minutes} minutes`,
      text: `Still running:\n${files.join("\n")}`,
      isExtra: true,
    });
    this.#report.sumUp();
    process.exit(1);
  }
}
