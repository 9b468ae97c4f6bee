/** A schedule as lanes, one per client, from left to right: who took each step, who awaits or waits. */
import type { ScheduleReport } from "@sync-strategies/schedule-explorer";
import { Letter } from "../letter.tsx";
import "./lanes.css";

type Shown = Pick<ScheduleReport, "clients" | "steps" | "keys" | "initial">;

export function Lanes({ report, columns }: { readonly report: Shown; readonly columns: number }) {
  const { clients, steps, keys } = report;
  const count = Math.max(columns, steps.length);
  const places = Array.from({ length: count }, (_, index) => index);
  return (
    <div
      class="lane-grid"
      role="img"
      aria-label={`${steps.length} steps of ${clients.length} clients, the same as in the table in words`}
      style={{
        gridTemplateColumns: `minmax(2.5rem, max-content) repeat(${count}, minmax(1.9rem, 1fr))`,
      }}
    >
      {clients.map((client) => (
        <LaneOf key={client} client={client} report={report} places={places} />
      ))}
      {keys.map((key) => (
        <>
          <span class="lane-name" key={key}>
            {key}
          </span>
          {places.map((index) => (
            <span class="lane-value" key={`${key} ${index}`}>
              {steps[index]?.state[key]?.replace("held by ", "by ") ?? ""}
            </span>
          ))}
        </>
      ))}
    </div>
  );
}

function LaneOf({
  client,
  report,
  places,
}: {
  readonly client: string;
  readonly report: Shown;
  readonly places: readonly number[];
}) {
  const states = statesOf(client, report);
  return (
    <>
      <span class="lane-name">
        <Letter client={client} />
      </span>
      {places.map((index) => {
        const isStep = report.steps[index]?.client === client;
        return (
          <span class={`lane-cell client-${client} ${states[index] ?? ""}`} key={index}>
            {isStep && <span class="lane-step" />}
          </span>
        );
      })}
    </>
  );
}

/** What the client does after each step: its updater awaits, it waits, or neither. */
function statesOf(client: string, { steps }: Shown): ("awaits" | "waits" | "")[] {
  let isAwaiting = false;
  return steps.map(({ seen, waiting }) => {
    const told = seen[client];
    if (told !== undefined) isAwaiting = told.endsWith("awaits");
    return waiting.includes(client) ? "waits" : isAwaiting ? "awaits" : "";
  });
}

/** What the marks of the lanes mean. */
export function LanesKey() {
  return (
    <ul class="small muted lane-key">
      <li>
        <span class="lane-cell">
          <span class="lane-step" />
        </span>
        takes a step
      </li>
      <li>
        <span class="lane-cell awaits" /> its update function awaits
      </li>
      <li>
        <span class="lane-cell waits" /> waits for another client
      </li>
    </ul>
  );
}
