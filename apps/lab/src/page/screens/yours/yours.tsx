/**
 * Screen 7: the reader's own strategy. The contract's suite and the explorer run on it here. The
 * address carries the code, compressed, after #: it is sent to no server.
 */
import templateSource from "virtual:template";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { MOST_LINK_LETTERS, packCode, unpackCode } from "../../../yours/code-in-link.ts";
import { CopyButton } from "../../components/copy-button.tsx";
import { useParameters } from "../../router.ts";
import CodeEditor from "./code-editor.tsx";
import type { Mark } from "./marks.ts";
import { runSource, type Trial } from "./run-source.ts";
import { TrialView } from "./trial-view.tsx";
import "./yours.css";

/** After the last key, before the address follows. */
const ADDRESS_AFTER_MS = 400;

export default function Yours() {
  const { code, given, edit, replace, problem, isFromLink, link } = useCode();
  const { trial, isRunning, run, stop } = useTrial();
  const [goTo, setGoTo] = useState<{ readonly line: number }>();
  const marks = useMemo(() => marksOf(trial), [trial]);
  return (
    <div class="stack">
      <p>
        This is the template of a strategy: one lock around the whole state. Change it, and run the
        contract's tests and every order of a few clients on it.{" "}
        <strong>Try it: delete the line that acquires the lock in</strong> <code>update</code>.
      </p>
      {problem !== undefined && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {isFromLink && (
        <p class="notice">
          This code came with the link. It runs in a worker that reaches no address but this page's
          own; read it before you run it, all the same.
        </p>
      )}
      <CodeEditor
        label="The strategy's code"
        given={given}
        marks={marks}
        goTo={goTo}
        onChange={edit}
        onRun={() => run(code)}
      />
      <div class="row">
        <button class="primary" type="button" onClick={() => (isRunning ? stop() : run(code))}>
          {isRunning ? "Stop" : "Run the tests"}
        </button>
        <button
          type="button"
          aria-disabled={code === templateSource}
          onClick={() => replace(templateSource)}
        >
          Back to the template
        </button>
        {link === undefined ? (
          <span class="muted small">The code is too long for a link.</span>
        ) : (
          <CopyButton text={link} label="Copy a link with this code" />
        )}
      </div>
      <p class="muted small">
        <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs, <kbd>Tab</kbd> leaves the editor. Types are removed
        and not checked. A loop without end is ended, and so is what fills the memory.
      </p>
      {trial !== undefined && <TrialView trial={trial} onLine={(line) => setGoTo({ line })} />}
    </div>
  );
}

/** The code and the address, each of which follows the other. */
function useCode() {
  const [parameters, change] = useParameters();
  const packed = parameters["code"];
  const [code, setCode] = useState(templateSource);
  const [given, setGiven] = useState({ text: templateSource });
  const [problem, setProblem] = useState<string>();
  const [isFromLink, setFromLink] = useState(false);
  const [isTooLong, setTooLong] = useState(false);
  /** What the address says because of this page: the rest came from a link. */
  const own = useRef<string>(undefined);

  const show = (text: string): void => {
    setCode(text);
    setGiven({ text });
  };

  useEffect(() => {
    if (packed === own.current) return;
    own.current = packed;
    if (packed === undefined) {
      show(templateSource);
      setFromLink(false);
      return;
    }
    unpackCode(packed).then(
      (text) => {
        setProblem(undefined);
        show(text);
        setFromLink(true);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [packed]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const edit = (next: string): void => {
    setCode(next);
    setProblem(undefined);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void packCode(next).then((letters) => {
        setTooLong(letters.length > MOST_LINK_LETTERS);
        if (letters.length > MOST_LINK_LETTERS) return;
        own.current = next === templateSource ? undefined : letters;
        change({ code: own.current });
      });
    }, ADDRESS_AFTER_MS);
  };
  const replace = (next: string): void => {
    edit(next);
    setGiven({ text: next });
  };
  return {
    code,
    given,
    edit,
    replace,
    problem,
    isFromLink,
    link: isTooLong ? undefined : location.href,
  };
}

/** The trial that is on, or was the last one. Leaving the screen ends it. */
function useTrial() {
  const [trial, setTrial] = useState<Trial>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run = (source: string): void => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const show = (next: Trial): void => {
      if (running.current === controller) setTrial(next);
    };
    runSource(source, controller.signal, show).catch(() => {});
  };
  const stop = (): void => {
    running.current?.abort();
    setTrial((last) => last && { ...last, doing: undefined, ended: "You stopped it." });
  };
  return { trial, isRunning: trial?.doing !== undefined, run, stop };
}

function marksOf(trial: Trial | undefined): Mark[] {
  const { fault, tests = [] } = trial ?? {};
  const all = [fault ?? [], ...tests.filter(({ outcome }) => outcome === "failed")].flat();
  const byLine = new Map<number, string>();
  for (const { line, message } of all) {
    if (line !== undefined && !byLine.has(line)) byLine.set(line, message ?? "");
  }
  return Array.from(byLine, ([line, message]) => ({ line, message }));
}
