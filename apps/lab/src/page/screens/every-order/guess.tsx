import type { AllSchedules } from "@sync-strategies/schedule-explorer";
import { useId, useState } from "preact/hooks";

interface Props {
  readonly all: AllSchedules;
  readonly question: string;
  /** As it is in the address; undefined before there is one. */
  readonly guess: string | undefined;
  readonly onGuess: (guess: string) => void;
}

/** Asks how many schedules fail, and then says it. */
export function Guess({ all, question, guess, onGuess }: Props) {
  const count = all.schedules.length;
  const failing = all.schedules.filter(({ kind }) => kind !== undefined).length;
  const id = useId();
  const [typed, setTyped] = useState("");
  const amount = all.complete
    ? `There ${count === 1 ? "is 1 order" : `are ${count.toLocaleString("en")} orders`}`
    : `There are more orders than the ${count.toLocaleString("en")} that were run`;
  if (guess === undefined) {
    return (
      <form
        class="card guess"
        onSubmit={(event) => {
          event.preventDefault();
          onGuess(typed === "" ? "none" : typed);
        }}
      >
        <p>
          <strong>{question}</strong> {amount} in which these clients can take their steps.
        </p>
        <div class="row">
          <label for={id}>How many of them go wrong?</label>
          <input
            id={id}
            type="number"
            inputMode="numeric"
            min="0"
            max={count}
            step="1"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <button class="primary">{typed === "" ? "Show me" : "Guess"}</button>
        </div>
      </form>
    );
  }
  const isRight = guess === String(failing);
  const share = Math.round((100 * (count - failing)) / count);
  return (
    <div class={`verdict ${failing === 0 ? "good" : "bad"}`} role="status">
      <p>
        <span class="verdict-word">
          {failing === 0
            ? `✓ None of ${count.toLocaleString("en")} goes wrong.`
            : `✗ ${failing.toLocaleString("en")} of ${count.toLocaleString("en")} go wrong.`}
        </span>{" "}
        {/^\d+$/.test(guess) && (isRight ? "You guessed it." : `You guessed ${guess}.`)}
      </p>
      <p>
        {failing === 0
          ? all.complete
            ? "That is no luck: these are all orders that the store allows."
            : "These are not all orders, so it proves nothing of the others."
          : share === 0
            ? "Whatever the event loop does, something is lost."
            : `Were each order as likely as any other, one run would miss it ${share} times in 100. Trying all of them misses nothing.`}
      </p>
    </div>
  );
}
