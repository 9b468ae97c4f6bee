import type { Scenario } from "@sync-strategies/schedule-explorer";
import { useId } from "preact/hooks";

interface Props {
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly groups: readonly { readonly title: string; readonly scenarios: readonly Scenario[] }[];
}

export function ScenarioPicker({ value, onChange, groups }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>Scenario</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {groups.map(({ title, scenarios }) => (
          <optgroup key={title} label={title}>
            {scenarios.map((scenario) => (
              <option key={scenario.id} value={scenario.id} selected={scenario.id === value}>
                {scenario.title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
