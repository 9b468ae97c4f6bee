/** The smallest schedule that shows a break, and where to step through it. */
import type { BreakEntry } from "../../../build/break-modules.ts";
import type { ExamineReply } from "../../../worker/jobs/examine.ts";
import { Letters } from "../../components/letter.tsx";
import { Lanes } from "../../components/player/lanes.tsx";
import { ScheduleTable } from "../../components/player/schedule-table.tsx";
import { Verdict } from "../../components/player/verdict.tsx";
import { linkTo } from "../../router.ts";

interface Props {
  readonly change: BreakEntry;
  readonly reply: ExamineReply;
}

export function Catches({ change, reply }: Props) {
  const { failure } = reply;
  if ("none" in change.schedule || failure === undefined) {
    const why = "none" in change.schedule ? change.schedule.none : "";
    return <p class="notice">No schedule of a few clients shows it. {why}</p>;
  }
  const { scenario } = change.schedule;
  return (
    <section class="card stack" aria-label="The smallest schedule that shows it">
      <h2 class="smallest">
        The smallest schedule that shows it <Letters schedule={failure.schedule} />
      </h2>
      <Lanes report={failure} columns={failure.schedule.length} />
      <Verdict kind={failure.kind} explanation={failure.explanation}>
        <div class="row">
          <a
            class="button primary"
            href={linkTo("event-loop", {
              strategy: change.name,
              scenario,
              steps: failure.schedule,
            })}
          >
            Step through it yourself
          </a>
          <a class="button" href={linkTo("every-order", { strategy: change.name, scenario })}>
            See every order
          </a>
        </div>
      </Verdict>
      <ScheduleTable report={failure} />
      <p class="small muted">
        The same on the command line: <code>pnpm break-it {change.name}</code>
      </p>
    </section>
  );
}
