/** The source of the file that a break changes, scrolled to the line, with the change in it. */
import type { BreakEntry } from "../../../build/break-modules.ts";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  readonly shown: BreakEntry;
  readonly isBroken: boolean;
  readonly source: string;
}

export function BrokenSource({ shown, isBroken, source }: Props) {
  const box = useRef<HTMLOListElement>(null);
  const lines = source.trimEnd().split("\n");
  const at = shown.lineNumber - 1;
  const indentation = /^\s*/.exec(lines[at] ?? "")?.[0] ?? "";
  useEffect(() => {
    const list = box.current;
    const line = list?.querySelector<HTMLElement>("[data-broken]");
    if (list && line) list.scrollTop = line.offsetTop - list.clientHeight / 3;
  }, [shown.name, isBroken]);
  return (
    <section aria-label={`Source of ${shown.file}`}>
      <h2 class="source-name">
        <code>{shown.file}</code>
      </h2>
      <ol class="code-lines source" ref={box} tabIndex={0} aria-label={`Lines of ${shown.file}`}>
        {lines.map((line, index) => {
          if (index !== at || !isBroken) {
            const isTarget = index === at;
            return (
              <li
                key={index}
                class={isTarget ? "target" : undefined}
                data-broken={isTarget || undefined}
              >
                <Mark text="" />
                {line}
              </li>
            );
          }
          const isKept = shown.becomes.includes(shown.line);
          return (
            <>
              {!isKept && (
                <li key={index} class="removed" data-broken>
                  <Mark text="−" />
                  <del>{line}</del>
                </li>
              )}
              {shown.becomes.map((each, place) => {
                const isNew = each !== shown.line;
                return (
                  <li
                    key={`${index} ${place}`}
                    class={isNew ? "added" : undefined}
                    data-broken={isKept}
                  >
                    <Mark text={isNew ? "+" : ""} />
                    {isNew ? <ins>{indentation + each}</ins> : indentation + each}
                  </li>
                );
              })}
            </>
          );
        })}
      </ol>
    </section>
  );
}

function Mark({ text }: { readonly text: string }) {
  return (
    <span class="mark" aria-hidden="true">
      {text}
    </span>
  );
}
