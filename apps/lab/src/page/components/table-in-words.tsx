import type { ComponentChildren } from "preact";

interface Props {
  /** What the table says, for its summary and its caption. */
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  readonly isOpen?: boolean;
}

/** What a picture shows, as a table: the first cell of each row is its heading. */
export function TableInWords({ title, columns, rows, isOpen = false }: Props) {
  return (
    <details class="in-words" open={isOpen}>
      <summary>In words: {title}</summary>
      <div class="table-frame" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([heading, ...cells], row) => (
              <tr key={row}>
                <th scope="row">{heading}</th>
                {cells.map((cell, index) => (
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
