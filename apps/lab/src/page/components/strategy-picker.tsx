import strategies from "virtual:strategies";
import { RadioGroup } from "./radio-group.tsx";

interface Props {
  readonly label?: string;
  /** The id of the chosen strategy. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Which strategies there are to choose from; all, if not given. */
  readonly among?: readonly { readonly id: string; readonly title: string }[];
}

/** One of the strategies. */
export function StrategyPicker({ label = "Strategy", value, onChange, among = strategies }: Props) {
  const titles = new Map(among.map(({ id, title }) => [id, title]));
  return (
    <RadioGroup
      label={label}
      value={value}
      options={[...titles.keys()]}
      titleOf={(id) => titles.get(id) ?? id}
      onChange={onChange}
    />
  );
}
