import { useState } from "preact/hooks";

interface Props {
  readonly text: string;
  readonly label: string;
}

/** Copies a text, and says whether that worked: some browsers refuse. */
export function CopyButton({ text, label }: Props) {
  const [said, setSaid] = useState<string>();
  return (
    <span class="row">
      <button
        type="button"
        onClick={() => {
          navigator.clipboard.writeText(text).then(
            () => setSaid("Copied."),
            () => setSaid("The browser refuses to copy: select the text instead."),
          );
        }}
      >
        {label}
      </button>
      <span role="status" class="muted small">
        {said}
      </span>
    </span>
  );
}
