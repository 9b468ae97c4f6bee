/** The contract's tests as cells: which passed, which failed, which wait for their turn. */
import type { TestResult } from "../../../worker/jobs/examine.ts";
import { TableInWords } from "../../components/table-in-words.tsx";

interface Props {
  readonly results: readonly TestResult[];
  /** How many tests there are, once that is known. */
  readonly of: number | undefined;
  readonly isRunning: boolean;
}

export function TestCells({ results, of, isRunning }: Props) {
  const failed = results.filter(({ outcome }) => outcome === "failed");
  const skipped = results.filter(({ outcome }) => outcome === "skipped").length;
  const ran = results.length - skipped;
  return (
    <section class="card stack tests" aria-label="Tests of the contract">
      <p role="status" aria-live="polite" class="tests-said">
        {isRunning ? (
          <span class="muted">
            Running the tests of the contract: {results.length} of {of ?? "…"}
          </span>
        ) : results.length === 0 ? null : failed.length === 0 ? (
          <span class="all-pass">
            <strong>✓ All {ran} tests of the contract pass.</strong> The store is whole.
          </span>
        ) : (
          <span class="some-fail">
            <strong>
              ✗ {failed.length} of {ran} tests of the contract fail.
            </strong>
          </span>
        )}
        {!isRunning && skipped > 0 && (
          <span class="muted small"> {skipped} promise what this strategy or a browser lacks.</span>
        )}
      </p>
      <div class="test-cells" aria-hidden="true">
        {results.map(({ name, outcome }) => (
          <span key={name} class={`test-cell ${outcome}`} title={name}>
            {MARKS[outcome]}
          </span>
        ))}
      </div>
      {failed.length > 0 && (
        <details class="failed-tests" open={failed.length <= FEW}>
          <summary>
            {isRunning ? "Failed so far" : "The tests that catch it"}: {failed.length}
          </summary>
          <ul>
            {failed.map(({ name, message }) => (
              <li key={name}>
                <details>
                  <summary>{name}</summary>
                  <pre tabIndex={0}>{message}</pre>
                </details>
              </li>
            ))}
          </ul>
        </details>
      )}
      <TableInWords
        title="every test and its result"
        columns={["Test", "Result"]}
        rows={results.map(({ name, outcome }) => [name, outcome])}
      />
    </section>
  );
}

/** More failed tests than these are shown when asked for. */
const FEW = 6;

const MARKS = { passed: "✓", failed: "✗", skipped: "–" } as const;
