/** Takes a result file, dropped on it or chosen. */
import { useId, useState } from "preact/hooks";

interface Props {
  readonly onFile: (text: string, name: string) => void;
}

/** A result with its rounds has some megabytes; more than this is something else. */
const MOST_BYTES = 200_000_000;

export function ResultDrop({ onFile }: Props) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();
  const take = (file: File | undefined): void => {
    if (file === undefined) return;
    if (file.size > MOST_BYTES) {
      setProblem(`${file.name} has more than 200 MB: it is no result.`);
      return;
    }
    setProblem(undefined);
    file.text().then(
      (text) => onFile(text, file.name),
      () => setProblem(`${file.name} could not be read.`),
    );
  };
  return (
    <div
      class={`result-drop${isOver ? " over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files[0]);
      }}
    >
      <label for={id}>A result of the command line</label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        aria-describedby={`${id}-help`}
        onChange={({ currentTarget }) => take(currentTarget.files?.[0])}
      />
      <p id={`${id}-help`} class="muted small">
        Drop a file here that <code>pnpm compare --save result.json</code> has written: of tasks,
        threads, processes, services or faults. It stays in this browser.
      </p>
      {problem !== undefined && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
