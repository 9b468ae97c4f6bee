/** The race as bars, which grow while it is on. What a bar says is in words next to it as well. */
import type { Runner } from "./run-race.ts";

interface Props {
  readonly runners: readonly Runner[];
  readonly durationMs: number;
}

export function RaceBars({ runners, durationMs }: Props) {
  const most = Math.max(1, ...runners.map((runner) => speedOf(runner, durationMs)));
  return (
    <ol class="race-bars">
      {runners.map((runner) => {
        const { strategy, state } = runner;
        return (
          <li key={strategy.id} class={`race-bar ${state}`}>
            <span class="race-name">{strategy.title}</span>
            <span class="race-track" aria-hidden="true">
              <span
                class="race-fill"
                style={{ width: `${(100 * speedOf(runner, durationMs)) / most}%` }}
              />
            </span>
            <span class="race-figure">{figureOf(runner)}</span>
            <span class={`race-verdict ${kindOf(runner)}`}>{verdictOf(runner)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** Operations per second; while it runs, those so far over the whole time, so that the bar grows. */
function speedOf(runner: Runner, durationMs: number): number {
  if (runner.state === "done") return runner.opsPerSecond ?? 0;
  return runner.state === "runs" ? runner.completedOps / (durationMs / 1000) : 0;
}

export function figureOf(runner: Runner): string {
  if (runner.state === "waits") return "";
  if (runner.state === "runs") {
    return runner.phase === "running" ? `${count(runner.completedOps)} so far` : runner.phase;
  }
  return runner.opsPerSecond === undefined ? "" : `${count(runner.opsPerSecond)} per second`;
}

/** What the check of the recorded history and of the final state says. */
export function verdictOf(runner: Runner): string {
  if (runner.state === "waits") return "waits for its turn";
  if (runner.state === "runs") return runner.phase === "checking" ? "being checked" : "";
  const { measured, problem, status } = runner.row.round;
  if (measured === null) return `${status}: ${problem ?? ""}`;
  const lost = measured.state?.lostUpdates ?? 0;
  const verdict = measured.check?.verdict ?? "unchecked";
  const name = verdict === "not-linearizable" ? "NOT linearizable" : verdict;
  return lost === 0 ? name : `${name}, ${count(lost)} updates lost`;
}

function kindOf(runner: Runner): string {
  if (runner.state !== "done") return "open";
  return runner.row.round.status === "completed" ? "good" : "bad";
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-GB");
}
