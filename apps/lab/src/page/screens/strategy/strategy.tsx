/** A strategy's page: what it says of itself, its card, its walk-through and its sources. */
import strategies from "virtual:strategies";
import pages from "virtual:strategy-pages";
import { useEffect, useState } from "preact/hooks";
import type { StrategyPage } from "../../../build/strategy-pages.ts";
import { StrategyPicker } from "../../components/strategy-picker.tsx";
import { linkTo, useParameters } from "../../router.ts";
import "./strategy.css";

export default function Strategy() {
  const [parameters, change] = useParameters();
  const strategy = strategies.find(({ id }) => id === parameters["id"]) ?? strategies[0]!;
  const page = usePage(strategy.id);
  return (
    <div class="stack">
      <StrategyPicker value={strategy.id} onChange={(id) => change({ id }, "push")} />
      <section class="card" aria-label={strategy.title}>
        <h2>{strategy.title}</h2>
        <p>{strategy.summary}</p>
        {strategy.caveat !== undefined && <p>{strategy.caveat}</p>}
        <nav class="row" aria-label={`More of ${strategy.title}`}>
          <PartLink part="card">Card</PartLink>
          <PartLink part="walk-through">Walk-through</PartLink>
          <PartLink part="source">Source</PartLink>
          <a class="button" href={linkTo("now-with", { strategy: strategy.id })}>
            Step through it
          </a>
          <a class="button" href={linkTo("every-order", { strategy: strategy.id })}>
            Every order
          </a>
          <a class="button" href={linkTo("break-it", { strategy: strategy.id })}>
            Break it
          </a>
        </nav>
      </section>
      {page !== undefined && (
        <>
          <Document id="card" title="Card" html={page.card} />
          <Document id="walk-through" title="Walk-through" html={page.walkthrough} />
          <section id="source" class="document" tabIndex={-1}>
            <h2>Source</h2>
            {page.sources.map(({ file, text }) => (
              <details key={file} class="in-words">
                <summary>
                  <code>{`${strategy.folder}/${file}`}</code>
                </summary>
                <pre tabIndex={0}>{text}</pre>
              </details>
            ))}
          </section>
        </>
      )}
    </div>
  );
}

/** To a part of this page. The address names the strategy, so the part is only scrolled to. */
function PartLink({ part, children }: { readonly part: string; readonly children: string }) {
  return (
    <button
      type="button"
      onClick={() => {
        const target = document.getElementById(part);
        target?.scrollIntoView();
        target?.focus({ preventScroll: true });
      }}
    >
      {children}
    </button>
  );
}

function Document({
  id,
  title,
  html,
}: {
  readonly id: string;
  readonly title: string;
  readonly html: string;
}) {
  return (
    <section id={id} class="document card" tabIndex={-1}>
      <h2>{title}</h2>
      {html === "" ? (
        <p>It has not been written yet.</p>
      ) : (
        // Written by the build from documents of this repository.
        <div dangerouslySetInnerHTML={{ __html: html }} />
      )}
    </section>
  );
}

function usePage(id: string): StrategyPage | undefined {
  const [loaded, setLoaded] = useState<{ readonly id: string; readonly page: StrategyPage }>();
  useEffect(() => {
    let isWanted = true;
    void pages[id]?.().then((module) => {
      if (isWanted) setLoaded({ id, page: module.default });
    });
    return () => {
      isWanted = false;
    };
  }, [id]);
  return loaded?.id === id ? loaded.page : undefined;
}
