import strategies from "virtual:strategies";
import { useId } from "preact/hooks";

interface Props {
  readonly label?: string;
  /** The id of the chosen strategy. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Which strategies there are to choose from; all, if not given. */
  readonly among?: readonly { readonly id: string; readonly title: string }[];
}

/** One of the strategies, by buttons that behave as radio buttons do: arrow keys move the choice. */
export function StrategyPicker({ label = "Strategy", value, onChange, among = strategies }: Props) {
  const name = useId();
  return (
    <fieldset class="picker">
      <legend>{label}</legend>
      <div class="picker-options">
        {among.map(({ id, title }) => (
          <label key={id}>
            <input
              type="radio"
              name={name}
              value={id}
              checked={id === value}
              onChange={() => onChange(id)}
            />
            {title}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
