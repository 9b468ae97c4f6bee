/** Faults at their lines: the line is marked, and what is wrong is written below it. */
import { StateEffect, StateField, type Extension, type Text } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";

/** What is wrong at a line of the code. */
export interface Mark {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Replaces all marks. Those of lines that are not there are left out. */
export const setMarks = StateEffect.define<readonly Mark[]>();

export const marked: Extension = [
  StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(decorations, { changes, effects, newDoc }) {
      const latest = effects.findLast((effect) => effect.is(setMarks));
      if (latest === undefined) return decorations.map(changes);
      return decorationsOf(latest.value, newDoc);
    },
    provide: (field) => EditorView.decorations.from(field),
  }),
  EditorView.baseTheme({
    ".cm-faulty": { backgroundColor: "var(--bad-paper)", boxShadow: "inset 3px 0 0 var(--bad)" },
    ".cm-fault": {
      padding: "0.1rem 0.8rem",
      backgroundColor: "var(--bad-paper)",
      color: "var(--bad)",
      fontFamily: "var(--text-font)",
      whiteSpace: "pre-wrap",
    },
  }),
];

function decorationsOf(marks: readonly Mark[], doc: Text): DecorationSet {
  const ranges = marks
    .filter(({ line }) => line >= 1 && line <= doc.lines)
    .flatMap(({ line, message }) => {
      const { from, to } = doc.line(line);
      return [
        Decoration.line({ class: "cm-faulty" }).range(from),
        Decoration.widget({ widget: new Fault(message), block: true, side: 1 }).range(to),
      ];
    });
  return Decoration.set(ranges, true);
}

class Fault extends WidgetType {
  readonly #message: string;

  constructor(message: string) {
    super();
    this.#message = message;
  }

  toDOM(): HTMLElement {
    const element = document.createElement("div");
    element.className = "cm-fault";
    element.textContent = `✗ ${this.#message.split("\n")[0] ?? ""}`;
    return element;
  }
}
