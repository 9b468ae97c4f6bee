/** One client: its code with the current line lit, what it has seen, and the button of its step. */
import type { ClientNow, PlannedOperation } from "@sync-strategies/schedule-explorer";
import { CodeLines } from "../code-lines.tsx";
import { Letter } from "../letter.tsx";
import { codeOf } from "./planned-code.ts";

interface Props {
  readonly operations: readonly PlannedOperation[];
  readonly now: ClientNow;
  /** Why its button is off; undefined if it is on. */
  readonly reason: string | undefined;
  /** What it did and saw in its newest step that the reader has taken. */
  readonly told: string | undefined;
  readonly onStep: () => void;
}

export function ClientCard({ operations, now, reason, told, onStep }: Props) {
  const { client, state } = now;
  const codes = operations.map(codeOf);
  const start = codes.slice(0, now.operation).reduce((sum, { lines }) => sum + lines.length, 0);
  const current = codes[now.operation];
  const lit =
    current === undefined ? undefined : state === "awaits" ? start + current.awaitsAt : start;
  const reasonId = `why-not-${client}`;
  return (
    <section class={`card client client-${client}`} aria-label={`Client ${client}`}>
      <h2 class="client-name">
        <Letter client={client} /> <span>Client {client}</span>
        <span class={`client-state ${state}`}>{STATES[state]}</span>
      </h2>
      <CodeLines
        lines={codes.flatMap(({ lines }) => lines)}
        lit={lit}
        gone={state === "finished" ? Number.POSITIVE_INFINITY : start}
        label={`Code of client ${client}`}
      />
      <p class="client-told">{told ?? "has not begun"}</p>
      <button
        type="button"
        class="step-button"
        aria-disabled={reason !== undefined}
        aria-describedby={reason === undefined ? undefined : reasonId}
        aria-keyshortcuts={client}
        onClick={() => {
          if (reason === undefined) onStep();
        }}
      >
        <kbd aria-hidden="true">{client}</kbd>
        {LABELS[state](client)}
      </button>
      <p class="client-reason" id={reasonId}>
        {reason ?? ""}
      </p>
    </section>
  );
}

const LABELS = {
  ready: (client: string) => `Let ${client} call`,
  awaits: (client: string) => `Let ${client} go on`,
  waits: (client: string) => `${client} has to wait`,
  finished: (client: string) => `${client} is done`,
} as const;

const STATES = {
  ready: "ready",
  awaits: "awaits",
  waits: "waits",
  finished: "finished",
} as const;
