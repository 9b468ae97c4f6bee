/** One schedule, replayed: its lanes, its verdict, and how to see it again elsewhere. */
import { JobProblem } from "../../components/job-problem.tsx";
import { Letters } from "../../components/letter.tsx";
import { Lanes } from "../../components/player/lanes.tsx";
import { ScheduleTable } from "../../components/player/schedule-table.tsx";
import { Verdict } from "../../components/player/verdict.tsx";
import { linkTo } from "../../router.ts";
import { useJob } from "../../use-job.ts";

interface Props {
  readonly strategy: string;
  readonly scenario: string;
  readonly schedule: string;
  readonly onNone: () => void;
}

export function ChosenSchedule({ strategy, scenario, schedule, onNone }: Props) {
  const { reply, answered, error } = useJob("play", { strategy, scenario, steps: schedule });
  const isOurs = answered?.steps === schedule && answered.scenario === scenario;
  const isBroken = strategy.includes("/");
  return (
    <section class="card stack chosen" aria-label={`Schedule ${schedule}`}>
      <div class="row history-head">
        <h2>
          Schedule <Letters schedule={schedule} />
        </h2>
        <button type="button" onClick={onNone}>
          Close
        </button>
      </div>
      <JobProblem error={error} />
      {isOurs && reply !== undefined && (
        <>
          <Lanes report={reply} columns={schedule.length} />
          <Verdict kind={reply.kind} explanation={reply.explanation ?? "The run goes on."} />
          <ScheduleTable report={reply} />
        </>
      )}
      <div class="row">
        <a
          class="button"
          href={linkTo(isBroken || strategy === "unsynchronized" ? "event-loop" : "now-with", {
            strategy,
            scenario,
            steps: schedule,
          })}
        >
          Step through it
        </a>
        {!isBroken && (
          <span class="small">
            The same letters on the command line:{" "}
            <code class="command">
              pnpm compare explore {strategy} --scenario {scenario} --schedule {schedule}
            </code>
          </span>
        )}
      </div>
    </section>
  );
}
