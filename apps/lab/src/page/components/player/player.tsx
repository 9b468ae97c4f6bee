/**
 * A scenario on a real store, one step at a time, by buttons or by the clients' letters on the
 * keyboard. The steps taken are in the address; the worker replays them after each one.
 */
import type { Position, Scenario } from "@sync-strategies/schedule-explorer";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useJob } from "../../use-job.ts";
import { JobProblem } from "../job-problem.tsx";
import { Letters } from "../letter.tsx";
import { ClientCard } from "./client-card.tsx";
import { Lanes, LanesKey } from "./lanes.tsx";
import { whyNot, type Reasons } from "./reasons.ts";
import { ScheduleTable } from "./schedule-table.tsx";
import { Verdict } from "./verdict.tsx";
import "./player.css";

interface Props {
  /** A strategy's id, or a break's name. */
  readonly strategy: string;
  readonly traits: Reasons;
  readonly scenario: Scenario;
  readonly steps: string;
  readonly onSteps: (steps: string) => void;
  /** What to do next, below the verdict. */
  readonly after?: (position: Position) => ComponentChildren;
  /** A drawing of what is inside of the store, between the clients and their history. */
  readonly inside?: (position: Position) => ComponentChildren;
}

export function Player({ strategy, traits, scenario, steps, onSteps, after, inside }: Props) {
  const { reply, answered, error } = useJob("play", { strategy, scenario: scenario.id, steps });
  // What another scenario or strategy led to is not shown below this one's name.
  const isOurs = answered?.scenario === scenario.id && answered.strategy === strategy;
  const position = isOurs ? reply : undefined;
  const isCurrent = isOurs && answered.steps === steps;
  useDropImpossible(error?.code, steps, onSteps);
  useLetterKeys(scenario.clients.length, (letter) => {
    if (isCurrent && position?.choices.includes(letter)) onSteps(steps + letter);
  });
  const columns = scenario.clients.flat().length * 2;
  if (position === undefined) {
    return (
      <div class="player-waits">
        {error === undefined ? <p class="muted">The store is being loaded …</p> : null}
        <JobProblem error={error} />
      </div>
    );
  }
  const isOver = position.explanation !== undefined;
  return (
    <div class="player stack" data-current={isCurrent}>
      <div class="columns clients">
        {position.now.map((now, index) => (
          <ClientCard
            key={now.client}
            operations={scenario.clients[index] ?? []}
            now={now}
            reason={whyNot(now, traits) ?? (isOver ? "The run is over" : undefined)}
            told={lastTold(position, now.client)}
            onStep={() => onSteps(steps + now.client)}
          />
        ))}
      </div>
      {inside?.(position)}
      <section class="card history" aria-label="What has happened">
        <div class="row history-head">
          <p class="state-now">
            {position.keys.map((key) => (
              <span key={key}>
                <code>{key}</code> <StateNow text={stateNow(position, key)} />
              </span>
            ))}
          </p>
          <p class="schedule-now">
            Schedule <Letters schedule={position.schedule} />
          </p>
          <span class="row history-buttons">
            <button
              type="button"
              aria-disabled={steps === ""}
              onClick={() => onSteps(steps.slice(0, -1))}
            >
              Step back
            </button>
            <button type="button" aria-disabled={steps === ""} onClick={() => onSteps("")}>
              Start over
            </button>
          </span>
        </div>
        <Lanes report={position} columns={columns} />
        <LanesKey />
      </section>
      <div role="status" aria-live="polite">
        {position.explanation !== undefined && (
          <Verdict kind={position.kind} explanation={position.explanation}>
            {after?.(position)}
          </Verdict>
        )}
      </div>
      <ScheduleTable report={position} />
      <JobProblem error={error} />
    </div>
  );
}

function StateNow({ text }: { readonly text: string }) {
  const isValue = !text.startsWith("held by") && text !== "closed";
  return (
    <>
      {isValue ? "=" : "is"} <strong>{text}</strong>
    </>
  );
}

function lastTold({ steps }: Position, client: string): string | undefined {
  return steps.findLast(({ seen }) => seen[client] !== undefined)?.seen[client];
}

function stateNow({ steps, initial }: Position, key: string): string {
  return steps.at(-1)?.state[key] ?? initial[key] ?? "?";
}

/** An address may hold steps that this store does not allow: those before them are kept. */
function useDropImpossible(
  code: string | undefined,
  steps: string,
  onSteps: (steps: string) => void,
): void {
  useEffect(() => {
    const isWrong = code === "SCHEDULE_IMPOSSIBLE" || code === "SCHEDULE_MALFORMED";
    if (isWrong && steps !== "") onSteps(steps.slice(0, -1));
  }, [code, steps]);
}

/** A client's letter takes its step, and Backspace takes the last one back. */
function useLetterKeys(count: number, onLetter: (letter: string) => void): void {
  const newest = useRef(onLetter);
  newest.current = onLetter;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.matches("input:not([type=radio]), textarea, select, [contenteditable]")) return;
      const letter = event.key.toUpperCase();
      const index = letter.charCodeAt(0) - "A".charCodeAt(0);
      if (letter.length === 1 && index >= 0 && index < count) newest.current(letter);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [count]);
}
