/**
 * Screen 8: the workloads themselves, run here, recorded and checked. And the report, of this race
 * or of a result that the command line wrote. The address holds what is to be run.
 */
import strategies from "virtual:strategies";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Race } from "../../../race/race-document.ts";
import { raceDurationsMs, raceWorkloads, type RaceWorkload } from "../../../race/workloads.ts";
import type { ReportRequest } from "../../../worker/jobs/report.ts";
import { JobProblem } from "../../components/job-problem.tsx";
import { RadioGroup } from "../../components/radio-group.tsx";
import { ReportView } from "../../components/report-view.tsx";
import { TableInWords } from "../../components/table-in-words.tsx";
import { useParameters } from "../../router.ts";
import { useJob } from "../../use-job.ts";
import { figureOf, RaceBars, verdictOf } from "./race-bars.tsx";
import { ResultDrop } from "./result-drop.tsx";
import { runRace, type Runner } from "./run-race.ts";
import { browserName, platformName } from "./this-browser.ts";
import "./race.css";

interface Shown {
  readonly request: ReportRequest;
  readonly title: string;
}

export default function RaceScreen() {
  const [parameters, change] = useParameters();
  const workload = raceWorkloads.find((name) => name === parameters["workload"]) ?? "contended";
  const durationMs = raceDurationsMs.find((ms) => String(ms) === parameters["duration"]) ?? 500;
  const asked = parameters["strategies"]?.split(",");
  const chosen = strategies.filter(({ id }) => asked?.includes(id) ?? true);
  const { race, runners, isOn, begin, stop } = useRace();
  const [shown, setShown] = useState<Shown>();
  // A result is large, and the page is drawn often while a race is on.
  const report = useMemo(() => shown !== undefined && <Report shown={shown} />, [shown]);
  return (
    <div class="stack">
      <p>
        The same clients, operations and checks as on the command line, in this browser. Each
        strategy warms up, runs, and has its recorded history checked, in a worker for it alone.{" "}
        <strong>Or drop a result that was measured in Node</strong> at the end of the page, and read
        its report.
      </p>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isOn) stop();
          else begin(chosen, workload, durationMs);
        }}
      >
        <RadioGroup
          label="Workload"
          value={workload}
          options={raceWorkloads}
          onChange={(name) => change({ workload: name })}
        />
        <RadioGroup
          label="Each runs for"
          value={String(durationMs)}
          options={raceDurationsMs.map(String)}
          titleOf={(ms) => `${ms} ms`}
          onChange={(ms) => change({ duration: ms })}
        />
        <fieldset class="picker many">
          <legend>Strategies</legend>
          <div class="picker-options">
            {strategies.map(({ id, title }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={chosen.some((strategy) => strategy.id === id)}
                  onChange={({ currentTarget: { checked } }) => {
                    const ids = strategies
                      .filter((each) => (each.id === id ? checked : chosen.includes(each)))
                      .map((each) => each.id);
                    change({ strategies: ids.join(",") || "none" });
                  }}
                />
                {title}
              </label>
            ))}
          </div>
        </fieldset>
        <div class="row">
          <button class="primary" type="submit" aria-disabled={!isOn && chosen.length === 0}>
            {isOn ? "Stop" : "Start the race"}
          </button>
          <span role="status" class="muted">
            {statusOf(runners, isOn)}
          </span>
        </div>
      </form>
      {runners.length > 0 && (
        <section class="card" aria-label="Race">
          <RaceBars runners={runners} durationMs={durationMs} />
        </section>
      )}
      {race !== undefined && <ClockStep ms={race.clockStepMs} />}
      {runners.length > 0 && <RaceInWords runners={runners} />}
      <section class="card stack" aria-label="Report">
        <h2>As the report shows it</h2>
        <ResultDrop
          onFile={(file, name) => setShown({ request: { file }, title: `The result ${name}` })}
        />
        {race !== undefined && race.rows.length > 0 && (
          <div class="row">
            <button
              type="button"
              onClick={() => setShown({ request: { race }, title: "This race" })}
            >
              Show this race as a report
            </button>
          </div>
        )}
      </section>
      {report}
    </div>
  );
}

/** The race that is on, or was. Leaving the screen ends it. */
function useRace() {
  const [runners, setRunners] = useState<readonly Runner[]>([]);
  const [race, setRace] = useState<Race>();
  const [isOn, setOn] = useState(false);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const begin = (chosen: typeof strategies, workload: RaceWorkload, durationMs: number): void => {
    if (chosen.length === 0) return;
    const controller = new AbortController();
    running.current = controller;
    setOn(true);
    setRace(undefined);
    const startedAt = new Date().toISOString();
    let latest: readonly Runner[] = [];
    let clockStepMs: number | undefined;
    const finish = (isInterrupted: boolean): void => {
      if (running.current !== controller) return;
      setOn(false);
      const rows = latest.flatMap((runner) => (runner.state === "done" ? [runner.row] : []));
      setRunners(latest.filter(({ state }) => state === "done"));
      if (rows.length === 0 || clockStepMs === undefined) return;
      const browser = browserName();
      const platform = platformName();
      const cores = navigator.hardwareConcurrency;
      const where = { startedAt, browser, platform, cores, clockStepMs };
      setRace({ workload, durationMs, ...where, rows, isInterrupted });
    };
    runRace({
      strategies: chosen,
      workload,
      durationMs,
      signal: controller.signal,
      onChange: (next) => setRunners((latest = next)),
      onClockStep: (ms) => (clockStepMs = Math.min(ms, clockStepMs ?? ms)),
    }).then(
      () => finish(false),
      () => finish(true),
    );
  };
  return { race, runners, isOn, begin, stop: () => running.current?.abort() };
}

function statusOf(runners: readonly Runner[], isOn: boolean): string {
  const running = runners.find(({ state }) => state === "runs");
  if (isOn && running !== undefined) {
    const place = runners.indexOf(running) + 1;
    return `${place} of ${runners.length}: ${running.strategy.title}`;
  }
  return runners.length > 0 ? `${runners.length} strategies ran.` : "";
}

function ClockStep({ ms }: { readonly ms: number }) {
  const microseconds = ms * 1000;
  return (
    <p class="notice">
      This browser's clock steps by{" "}
      <strong>
        {microseconds < 1000
          ? `${Number(microseconds.toPrecision(2))} µs`
          : `${Number(ms.toPrecision(2))} ms`}
      </strong>
      , as measured just now: what is shorter cannot be timed here. Node's clock steps by
      nanoseconds, and a process for each run is quieter than a worker, so compare within this race
      only. One run each is no ranking.
    </p>
  );
}

function RaceInWords({ runners }: { readonly runners: readonly Runner[] }) {
  return (
    <TableInWords
      title="how fast each strategy was, and what the checks say"
      columns={["Strategy", "operations", "verdict"]}
      rows={runners.map((runner) => [runner.strategy.title, figureOf(runner), verdictOf(runner)])}
    />
  );
}

function Report({ shown: { request, title } }: { readonly shown: Shown }) {
  const { reply, isRunning, error } = useJob("report", request);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (reply !== undefined) heading.current?.focus();
  }, [reply]);
  return (
    <section class="stack" aria-label={title}>
      {isRunning && <p class="muted">The report is being drawn …</p>}
      <JobProblem error={error} />
      {reply !== undefined && (
        <>
          <h2 ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {reply.file !== undefined && (
            <div class="row">
              <SaveButton text={reply.file} />
            </div>
          )}
          <ReportView body={reply.body} style={reply.style} label={title} />
        </>
      )}
    </section>
  );
}

/** Writes the result as a file, for `pnpm compare`. */
function SaveButton({ text }: { readonly text: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  if (address === undefined) return null;
  return (
    <a class="button" href={address} download="result.json">
      Save as a result file
    </a>
  );
}
