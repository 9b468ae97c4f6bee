import type { BreakEntry } from "../../../build/break-modules.ts";
import { useId } from "preact/hooks";

interface Props {
  readonly breaks: readonly BreakEntry[];
  /** The id of the break that is in the source; none, if undefined. */
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

/** The breaks of a strategy as switches, of which at most one is on. */
export function BreakPicker({ breaks, value, onChange }: Props) {
  const id = useId();
  return (
    <fieldset class="picker">
      <legend>Break one line</legend>
      <ul class="break-list">
        {breaks.map((each) => {
          const isOn = each.id === value;
          return (
            <li key={each.id} class={isOn ? "is-on" : undefined}>
              <button
                type="button"
                role="switch"
                aria-checked={isOn}
                aria-labelledby={`${id}-${each.id}`}
                onClick={() => onChange(isOn ? undefined : each.id)}
              >
                {isOn ? "broken" : "whole"}
              </button>
              <span id={`${id}-${each.id}`}>
                {each.summary}{" "}
                <span class="muted small">
                  {each.file}, line {each.lineNumber}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
