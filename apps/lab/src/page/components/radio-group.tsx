/** One of a few values, by buttons that behave as radio buttons do: arrow keys move the choice. */
import { useId } from "preact/hooks";

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Value[];
  /** The value itself, if missing. */
  readonly titleOf?: (option: Value) => string;
  readonly onChange: (option: Value) => void;
}

export function RadioGroup<Value extends string>(props: Props<Value>) {
  const { label, value, options, titleOf = (option) => option, onChange } = props;
  const name = useId();
  return (
    <fieldset class="picker">
      <legend>{label}</legend>
      <div class="picker-options">
        {options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            {titleOf(option)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
