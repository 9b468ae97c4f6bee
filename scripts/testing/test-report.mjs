/**
 * What a person sees of the tests: a line for each suite as it ends, on a terminal a line below
 * that says what goes on, every failure whole at the end, and one line with the totals.
 */
const MAXIMUM_COLUMNS = 80;

export class TestReport {
  /** Whether colours may be printed. */
  hasColours;
  #stream;
  #isTerminal;
  #nameWidth = 0;
  #expected = 0;
  #ended = 0;
  #totals = { passed: 0, failed: 0, skipped: 0 };
  #failures = [];
  #notes = [];

  constructor(stream, environment = process.env) {
    this.#stream = stream;
    this.#isTerminal = stream.isTTY === true && environment.TERM !== "dumb";
    this.hasColours = this.#isTerminal && !environment.NO_COLOR;
  }

  /** Says on a terminal what goes on now, until something else does. */
  doing(what) {
    if (!this.#isTerminal) return;
    const count = this.#expected === 0 ? "" : `${this.#ended} of ${this.#expected} · `;
    const columns = Math.min(this.#stream.columns ?? MAXIMUM_COLUMNS, MAXIMUM_COLUMNS) - 1;
    this.#stream.write(`\r\u001B[2K${`${count}${what} …`.slice(0, columns)}`);
  }

  /** Says what goes on before the first suite, where there is no terminal to say it on, too. */
  preparing(what) {
    if (!this.#isTerminal) this.#stream.write(`${what}\n`);
  }

  /** These are all that will be reported. */
  expect(suites) {
    this.#expected = suites.length;
    this.#nameWidth = Math.max(...suites.map(({ name }) => name.length));
  }

  /** A suite that need not run: it passed, and nothing that it reads has changed. */
  unchanged(suite, counts) {
    this.#suite(suite, counts, "unchanged");
  }

  suiteEnded(suite, counts, seconds) {
    this.#suite(suite, counts, `${seconds.toFixed(1)} s`);
  }

  /** One failure, to be shown at the end. `isExtra` where no suite has counted it. */
  failure({ heading, text, isExtra = false }) {
    if (isExtra) this.#totals.failed += 1;
    this.#failures.push({ heading, text });
  }

  /** What the test runner printed, where that may explain a failure. */
  note(text) {
    if (text.trim() !== "") this.#notes.push(text.trimEnd());
  }

  /** Takes the line that says what goes on away. */
  end() {
    if (this.#isTerminal) this.#stream.write("\r\u001B[2K");
  }

  /** Prints the failures and the totals. Answers whether all is well. */
  sumUp() {
    this.end();
    for (const note of this.#notes) this.#line(`\n${note}`);
    for (const { heading, text } of this.#failures) {
      this.#line(`\n${this.#paint(31, "✗")} ${this.#paint(1, heading)}\n`);
      this.#line(text.replaceAll(/^\n+|\s+$/g, ""));
    }
    const { passed, failed, skipped } = this.#totals;
    const skips = skipped === 0 ? "" : `, ${skipped} skipped`;
    this.#line(`\n${passed} passed, ${failed} failed${skips}`);
    return failed === 0;
  }

  #suite({ name }, counts, time) {
    this.end();
    this.#ended += 1;
    for (const [key, count] of Object.entries(counts)) this.#totals[key] += count;
    const { passed, failed, skipped } = counts;
    const mark = failed === 0 ? this.#paint(32, "✓") : this.#paint(31, "✗");
    const tests = `${passed + failed} ${passed + failed === 1 ? "test " : "tests"}`.padStart(11);
    const rest = [
      failed === 0 ? "" : this.#paint(31, `  ${failed} failed`),
      skipped === 0 ? "" : `  ${skipped} skipped`,
    ];
    this.#line(
      `${mark} ${name.padEnd(this.#nameWidth)}${tests}${time.padStart(11)}${rest.join("")}`,
    );
  }

  #line(text) {
    this.#stream.write(`${text}\n`);
  }

  #paint(code, text) {
    return this.hasColours ? `\u001B[${code}m${text}\u001B[0m` : text;
  }
}
