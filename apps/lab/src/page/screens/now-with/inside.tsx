/**
 * What is inside of a store between two steps, as far as its callers can tell: who holds a lock and
 * who waits for it, whose request an owner carries out and which are in the mailbox, or how often
 * an update had to begin.
 */
import type { ClientNow, Position } from "@sync-strategies/schedule-explorer";
import type { StrategyTraits } from "@sync-strategies/state-store";
import { Letter } from "../../components/letter.tsx";

interface Props {
  readonly position: Position;
  readonly traits: StrategyTraits;
}

export function Inside({ position, traits }: Props) {
  const updating = position.now.filter(({ state }) => state === "awaits");
  const waiting = position.now
    .filter(({ placeInLine }) => placeInLine !== undefined)
    .toSorted((one, other) => one.placeInLine! - other.placeInLine!);
  const { access } = traits;
  return (
    <section class="card inside" aria-label="Inside of the store">
      {access === "any-caller" ? (
        <Attempts position={position} />
      ) : (
        <div class="inside-row">
          <span class="inside-part">
            <span class="inside-name">
              {access === "lock-holder" ? "holds the lock" : "the owner"}
            </span>
            <Box clients={updating} nothing={access === "lock-holder" ? "free" : "rests"} />
          </span>
          <span class="inside-arrow" aria-hidden="true">
            ←
          </span>
          <span class="inside-part">
            <span class="inside-name">
              {access === "lock-holder" ? "in the queue" : "requests that wait"}
            </span>
            <Box clients={waiting} nothing="none" />
          </span>
        </div>
      )}
    </section>
  );
}

function Box({
  clients,
  nothing,
}: {
  readonly clients: readonly ClientNow[];
  readonly nothing: string;
}) {
  if (clients.length === 0) return <span class="muted">{nothing}</span>;
  return (
    <span class="letters">
      {clients.map(({ client }) => (
        <Letter key={client} client={client} />
      ))}
    </span>
  );
}

function Attempts({ position }: { readonly position: Position }) {
  const open = position.now.filter(({ state }) => state === "awaits" || state === "waits");
  if (open.length === 0) return <p class="muted">No update is open.</p>;
  return (
    <ul class="attempts">
      {open.map(({ client, sees, attempts }) => (
        <li key={client}>
          <Letter client={client} /> works on <code>{sees ?? "–"}</code>, attempt {attempts}
          {sees !== undefined && isStale(position, sees) && (
            <strong class="stale"> · out of date by now</strong>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Only where there is one key can what an updater was given be compared with the state. */
function isStale({ keys, steps, initial }: Position, sees: string): boolean {
  const [key, ...others] = keys;
  if (key === undefined || others.length > 0) return false;
  return (steps.at(-1)?.state[key] ?? initial[key]) !== sees;
}
