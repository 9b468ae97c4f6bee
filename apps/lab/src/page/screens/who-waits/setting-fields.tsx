/** The sliders, and who calls first. */
import { useId } from "preact/hooks";
import { bounds, orders, type Order, type SimulationSetting } from "../../../simulation/setting.ts";
import { RadioGroup } from "../../components/radio-group.tsx";

type NumberName = keyof typeof bounds;

interface Props {
  readonly setting: SimulationSetting;
  readonly onChange: (change: Partial<Record<keyof SimulationSetting, string>>) => void;
}

const sliders: readonly NumberName[] = [
  "readers",
  "updaters",
  "keys",
  "holdMs",
  "pauseMs",
  "shownMs",
  "seed",
];

const helps: Readonly<Record<NumberName, string>> = {
  readers: "clients that read in a loop",
  updaters: "clients that update in a loop",
  keys: "each operation draws one",
  holdMs: "what an updater awaits",
  pauseMs: "between two operations",
  shownMs: `of the run`,
  seed: "which keys are drawn",
};

export function SettingFields({ setting, onChange }: Props) {
  return (
    <div class="waits-settings">
      {sliders.map((name) => (
        <Slider
          key={name}
          name={name}
          value={setting[name]}
          onChange={(value) => onChange({ [name]: String(value) })}
        />
      ))}
      <RadioGroup
        label="Who calls first"
        value={setting.order}
        options={orders}
        titleOf={(order) => orderTitles[order]}
        onChange={(order) => onChange({ order })}
      />
    </div>
  );
}

interface SliderProps {
  readonly name: NumberName;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Slider({ name, value, onChange }: SliderProps) {
  const id = useId();
  const { label, unit, least, most } = bounds[name];
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <output for={id}>
        {value} {unit}
      </output>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        value={value}
        aria-describedby={`${id}-help`}
        aria-valuetext={`${value} ${unit}`.trim()}
        onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
      <span id={`${id}-help`} class="muted small">
        {helps[name]}
      </span>
    </div>
  );
}

const orderTitles: Readonly<Record<Order, string>> = {
  "readers-first": "readers",
  "updaters-first": "updaters",
  mixed: "in turn",
};
