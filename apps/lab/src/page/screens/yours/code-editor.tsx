/**
 * CodeMirror, in a tree of its own: there it sets its styles by functions that the page's policy
 * allows. The Tab key leaves the editor, as it leaves everything else on the page.
 *
 * Invariant: the editor owns its text. What it reports is never handed back to it, because by the
 * time the page has drawn a report, the reader may have typed more.
 */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { Annotation, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "preact/hooks";
import { marked, setMarks, type Mark } from "./marks.ts";

interface Props {
  readonly label: string;
  /** A text that replaces what the editor holds; each new object does so again. */
  readonly given: { readonly text: string };
  readonly marks: readonly Mark[];
  /** A line to go to, from 1; each new object goes there again. */
  readonly goTo: { readonly line: number } | undefined;
  /** Called with the whole text after each edit of the reader. */
  readonly onChange: (code: string) => void;
  readonly onRun: () => void;
}

export default function CodeEditor({ label, given, marks, goTo, onChange, onRun }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  // The editor lives longer than the functions that it was made with.
  const calls = useRef({ onChange, onRun });
  calls.current = { onChange, onRun };

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: given.text,
        extensions: [
          lineNumbers(),
          marked,
          history(),
          drawSelection(),
          highlightActiveLine(),
          indentOnInput(),
          bracketMatching(),
          javascript({ typescript: true }),
          syntaxHighlighting(colours),
          look,
          // The index says what a browser knows without it: keys reach the text, and scroll it.
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          keymap.of([
            { key: "Mod-Enter", preventDefault: true, run: () => (calls.current.onRun(), true) },
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            const isEdit = update.transactions.some(
              (each) => each.docChanged && each.annotation(replaced) === undefined,
            );
            if (isEdit) calls.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === given.text) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: given.text },
      annotations: replaced.of(true),
    });
  }, [given]);

  useEffect(() => {
    view.current?.dispatch({ effects: setMarks.of(marks) });
  }, [marks]);

  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || goTo === undefined || goTo.line > editor.state.doc.lines) return;
    const { from } = editor.state.doc.line(goTo.line);
    editor.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    editor.focus();
  }, [goTo]);

  return <div class="code-editor" ref={host} />;
}

/** Marks the replacement of the text by the page, which is no edit. */
const replaced = Annotation.define<true>();

/** Colours are the page's, which know light from dark. */
const look = EditorView.theme({
  "&": { fontSize: "0.85rem", backgroundColor: "var(--sunken)", color: "var(--ink)" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "-3px" },
  ".cm-scroller": { fontFamily: "var(--code-font)", lineHeight: "1.6", maxHeight: "34rem" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--muted)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--lit) 40%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "color-mix(in srgb, var(--accent) 30%, transparent)" },
  ".cm-tooltip": {
    backgroundColor: "var(--card)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.comment], color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.modifier], color: "var(--client-c)", fontWeight: "600" },
  { tag: [tags.string, tags.regexp], color: "var(--client-d)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--client-b)" },
  { tag: [tags.typeName, tags.className], color: "var(--client-a)" },
]);
