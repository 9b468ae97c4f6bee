/** What the suite and the explorer found in the reader's strategy. */
import type { SourceScenario, SourceTest } from "../../../worker/jobs/try-source.ts";
import { Letters } from "../../components/letter.tsx";
import { Lanes } from "../../components/player/lanes.tsx";
import { ScheduleTable } from "../../components/player/schedule-table.tsx";
import { Verdict } from "../../components/player/verdict.tsx";
import { TableInWords } from "../../components/table-in-words.tsx";
import type { Trial } from "./run-source.ts";

interface Props {
  readonly trial: Trial;
  readonly onLine: (line: number) => void;
}

export function TrialView({ trial, onLine }: Props) {
  const { tests, scenarios, doing, ended, fault } = trial;
  const failed = tests.filter(({ outcome }) => outcome === "failed");
  const firstFailure = scenarios.find(({ failure }) => failure !== undefined);
  return (
    <div class="stack">
      <p role="status" class="yours-said">
        <Said trial={trial} />
      </p>
      {fault !== undefined && (
        <div class="verdict bad" role="alert">
          <p>
            <span class="verdict-word">✗ The code does not run.</span> {fault.message}
          </p>
          {fault.line !== undefined && <LineButton line={fault.line} onLine={onLine} />}
        </div>
      )}
      {ended !== undefined && (
        <p class="verdict bad" role="alert">
          <span class="verdict-word">✗ Ended.</span> {ended}
        </p>
      )}
      {firstFailure?.failure !== undefined && (
        <section class="card stack" aria-label="The smallest schedule that fails">
          <h2>
            {firstFailure.title}: <Letters schedule={firstFailure.failure.schedule} /> fails
          </h2>
          <Lanes report={firstFailure.failure} columns={firstFailure.failure.schedule.length} />
          <Verdict
            kind={firstFailure.failure.kind}
            explanation={firstFailure.failure.explanation}
          />
          <ScheduleTable report={firstFailure.failure} />
        </section>
      )}
      {failed.length > 0 && <FailedTests failed={failed} onLine={onLine} />}
      {tests.length > 0 && (
        <TableInWords
          title="each test of the contract"
          columns={["sentence of the contract", "outcome"]}
          rows={tests.map(({ name, outcome }) => [name, outcome])}
        />
      )}
      {scenarios.length > 0 && (
        <TableInWords
          title="each scenario, in every order"
          columns={["scenario", "schedules", "verdict"]}
          rows={scenarios.map((scenario) => [
            scenario.title,
            scenario.schedules,
            verdictOf(scenario),
          ])}
        />
      )}
      {doing === undefined && failed.length === 0 && ended === undefined && fault === undefined && (
        <p class="muted">
          What a browser cannot test, <code>pnpm test</code> does: put the code into{" "}
          <code>pnpm new-strategy yours</code>.
        </p>
      )}
    </div>
  );
}

function Said({ trial: { tests, scenarios, doing, ended, fault } }: { readonly trial: Trial }) {
  if (fault !== undefined || ended !== undefined) return null;
  const failed = tests.filter(({ outcome }) => outcome === "failed").length;
  const passed = tests.filter(({ outcome }) => outcome === "passed").length;
  if (doing !== undefined) {
    const soFar = tests.length === 0 ? "" : ` ${passed} passed, ${failed} failed so far.`;
    return (
      <span class="muted">
        {doing} …{soFar}
      </span>
    );
  }
  const schedules = scenarios.reduce((sum, scenario) => sum + scenario.schedules, 0);
  const wrong = scenarios.filter(({ failure, problem }) => failure ?? problem).length;
  const isGood = failed === 0 && wrong === 0;
  return (
    <span class={isGood ? "yours-good" : "yours-bad"}>
      <strong>
        {isGood ? "✓" : "✗"} {passed} of {passed + failed} tests of the contract pass,{" "}
        {scenarios.length - wrong} of {scenarios.length} scenarios are right in every order
      </strong>{" "}
      <span class="muted">({schedules} schedules run)</span>
    </span>
  );
}

/** One fault fails many tests: a few of them say it. */
const SHOWN_AT_ONCE = 8;

interface FailedProps {
  readonly failed: readonly SourceTest[];
  readonly onLine: (line: number) => void;
}

function FailedTests({ failed, onLine }: FailedProps) {
  return (
    <section class="card" aria-label="Tests that fail">
      <h2>Tests that fail: {failed.length}</h2>
      <FailedList failed={failed.slice(0, SHOWN_AT_ONCE)} onLine={onLine} />
      {failed.length > SHOWN_AT_ONCE && (
        <details class="yours-more">
          <summary>{failed.length - SHOWN_AT_ONCE} more</summary>
          <FailedList failed={failed.slice(SHOWN_AT_ONCE)} onLine={onLine} />
        </details>
      )}
    </section>
  );
}

function FailedList({ failed, onLine }: FailedProps) {
  return (
    <ul class="yours-failed">
      {failed.map(({ name, message, line }) => (
        <li key={name}>
          <details>
            <summary>{name}</summary>
            <pre tabIndex={0}>{message}</pre>
          </details>
          {line !== undefined && <LineButton line={line} onLine={onLine} />}
        </li>
      ))}
    </ul>
  );
}

function LineButton({
  line,
  onLine,
}: {
  readonly line: number;
  readonly onLine: (line: number) => void;
}) {
  return (
    <button type="button" onClick={() => onLine(line)}>
      Go to line {line}
    </button>
  );
}

function verdictOf({ failure, problem, complete }: SourceScenario): string {
  if (problem !== undefined) return problem;
  if (failure !== undefined) return `${failure.schedule}: ${failure.explanation}`;
  return complete ? "right in every order" : "right in the orders that were run";
}
