/**
 * Screen 4: readers and updaters on a virtual clock, with the real stores, a picture per strategy.
 * The address holds the setting and which strategies are shown.
 */
import strategies from "virtual:strategies";
import { useId } from "preact/hooks";
import { STARVING_SAMPLE } from "../../../simulation/samples.ts";
import { RUN_MS, withinBounds } from "../../../simulation/setting.ts";
import type { Simulation } from "../../../simulation/simulate.ts";
import { JobProblem } from "../../components/job-problem.tsx";
import { TableInWords } from "../../components/table-in-words.tsx";
import { linkTo, useParameters } from "../../router.ts";
import { useJob } from "../../use-job.ts";
import { findingOf, inWords, verdictOf } from "./findings.ts";
import { LanesPicture } from "./lanes-picture.tsx";
import { SettingFields } from "./setting-fields.tsx";
import "./who-waits.css";

const candidates = [...strategies.map(({ id, title }) => ({ id, title })), STARVING_SAMPLE];

/** In the parameter `strategies`: all of the repository's. */
const ALL = strategies.map(({ id }) => id);

export default function WhoWaits() {
  const [parameters, change] = useParameters();
  const setting = withinBounds(parameters);
  const asked = parameters["strategies"]?.split(",") ?? ALL;
  // What was asked for first is shown first.
  const shown = asked.filter((id) => candidates.some((known) => known.id === id));
  const { reply, answered, isRunning, error } = useJob("simulate", { strategies: shown, setting });
  return (
    <div class="stack">
      <p>
        Every client calls one operation after the other on a clock that moves only when all of them
        wait: what you see is the strategy, without a machine's noise. Give the updaters more to
        hold, or the state more keys:{" "}
        <strong>whose readers never wait, and where do they starve?</strong>
      </p>
      <section class="card stack" aria-label="Setting">
        <SettingFields setting={setting} onChange={(next) => change(next)} />
        <ShownStrategies
          shown={shown}
          onChange={(ids) => change({ strategies: ids.join(",") || "none" }, "push")}
        />
      </section>
      <Legend />
      <JobProblem error={error} />
      {shown.length === 0 && <p class="notice">Choose a strategy above to see its clients.</p>}
      {reply === undefined && isRunning && <p class="muted">The stores are being loaded …</p>}
      <div class="waits-strategies stack" aria-busy={isRunning}>
        {reply?.map((simulation) => (
          <StrategyLanes
            key={simulation.strategy}
            simulation={simulation}
            shownMs={answered?.setting.shownMs ?? setting.shownMs}
          />
        ))}
      </div>
      {reply !== undefined && <WaitsInWords simulations={reply} />}
    </div>
  );
}

function ShownStrategies({
  shown,
  onChange,
}: {
  readonly shown: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}) {
  return (
    <fieldset class="picker many">
      <legend>Strategies</legend>
      <div class="picker-options">
        {candidates.map(({ id, title }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={shown.includes(id)}
              onChange={({ currentTarget }) =>
                onChange(
                  currentTarget.checked ? [...shown, id] : shown.filter((other) => other !== id),
                )
              }
            />
            {title}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function StrategyLanes({
  simulation,
  shownMs,
}: {
  readonly simulation: Simulation;
  readonly shownMs: number;
}) {
  const { strategy, title } = simulation;
  const words = inWords(simulation);
  const verdict = verdictOf(simulation);
  const heading = useId();
  return (
    <article class="card" aria-labelledby={heading}>
      <div class="waits-head">
        <h2 id={heading}>
          {strategies.some(({ id }) => id === strategy) ? (
            <a href={linkTo("strategy", { id: strategy })}>{title}</a>
          ) : (
            title
          )}
        </h2>
        <p>{words}</p>
        <p class={`waits-verdict ${verdict.isGood ? "good" : "bad"}`}>
          <span aria-hidden="true">{verdict.isGood ? "✓" : "✗"}</span> {verdict.text}
        </p>
      </div>
      <LanesPicture simulation={simulation} shownMs={shownMs} label={`${title}. ${words}`} />
    </article>
  );
}

function Legend() {
  return (
    <ul class="waits-legend small" aria-label="Legend">
      <li>
        <Sample kind="reader">
          <circle cx="50%" cy={8} r={3} />
        </Sample>
        an operation that takes no time
      </li>
      <li>
        <Sample kind="reader">
          <line class="waiting" x1={0} x2="100%" y1={8} y2={8} />
        </Sample>
        waits
      </li>
      <li>
        <Sample kind="updater">
          <rect class="holding" width="100%" y={3} height={10} />
        </Sample>
        an updater awaits
      </li>
      <li>
        <Sample kind="updater">
          <defs>
            <pattern id="hatch-legend" width="4" height="4" patternUnits="userSpaceOnUse">
              <path d="M0 4 L4 0" class="hatch" />
            </pattern>
          </defs>
          <rect class="in-vain" width="100%" y={3} height={10} fill="url(#hatch-legend)" />
        </Sample>
        an attempt in vain
      </li>
      <li>
        <span class="waits-starved-mark">✗ starves</span> waits for half of the {RUN_MS} ms or more
        while others are served again and again
      </li>
    </ul>
  );
}

function Sample({
  kind,
  children,
}: {
  readonly kind: string;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <svg width="34" height="16" aria-hidden="true">
      <g class={`waits-lane ${kind}`}>{children}</g>
    </svg>
  );
}

function WaitsInWords({ simulations }: { readonly simulations: readonly Simulation[] }) {
  return (
    <TableInWords
      title={`how much each strategy's clients did in ${RUN_MS} ms, and how long they waited`}
      columns={[
        "Strategy",
        "reads",
        "longest wait of a reader",
        "updates",
        "longest wait of an updater",
        "starved clients",
        "verdict",
      ]}
      rows={simulations.map((simulation) => {
        const [readers, updaters] = (["reader", "updater"] as const).map((role) =>
          findingOf(simulation, role),
        );
        return [
          simulation.title,
          readers?.completed ?? "no readers",
          readers === undefined ? "–" : `${readers.longestWaitMs} ms`,
          updaters?.completed ?? "no updaters",
          updaters === undefined ? "–" : `${updaters.longestWaitMs} ms`,
          (readers?.starved ?? 0) + (updaters?.starved ?? 0),
          simulation.problem ?? verdictOf(simulation).text,
        ];
      })}
    />
  );
}
