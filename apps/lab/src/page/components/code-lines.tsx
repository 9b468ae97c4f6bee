interface Props {
  readonly lines: readonly string[];
  /** The line that is current, from 0; none if undefined. */
  readonly lit?: number | undefined;
  /** How many lines are over: they are shown in grey. */
  readonly gone?: number;
  readonly label: string;
}

/** Code with its current line lit, by a mark as well as by its colour. */
export function CodeLines({ lines, lit, gone = 0, label }: Props) {
  return (
    <ol class="code-lines" aria-label={label} tabIndex={0}>
      {lines.map((line, index) => {
        const isLit = index === lit;
        const [code, comment] = splitComment(line);
        return (
          <li
            key={index}
            class={isLit ? "lit" : index < gone ? "gone" : undefined}
            aria-current={isLit ? "step" : undefined}
          >
            <span class="mark" aria-hidden="true">
              {isLit ? "▶" : ""}
            </span>
            {code}
            {comment !== undefined && <span class="comment">{comment}</span>}
          </li>
        );
      })}
    </ol>
  );
}

function splitComment(line: string): [string, string?] {
  const start = line.indexOf("// ");
  return start < 0 ? [line] : [line.slice(0, start), line.slice(start)];
}
