/**
 * Five questions that lead to one row of the table. Each is asked only where its answer decides
 * something.
 */
import type { SituationId } from "./situations.ts";

export type QuestionId = "who-shares" | "awaits" | "state" | "waits" | "twice";

/** An answer that can be given: it decides, or the next question does. */
export interface Option {
  readonly id: string;
  readonly label: string;
  readonly leadsTo: { readonly situation: SituationId } | { readonly question: QuestionId };
}

export interface Question {
  readonly title: string;
  /** Why it is asked. */
  readonly help: string;
  readonly options: readonly Option[];
}

/** The answers given so far, by question: ids of options. */
export type Answers = Readonly<Partial<Record<QuestionId, string>>>;

/** The first one is asked of everyone. */
const FIRST: QuestionId = "who-shares";

export const questions: Readonly<Record<QuestionId, Question>> = {
  "who-shares": {
    title: "Who shares the state?",
    help: "A lock in one process guards nothing in another.",
    options: [
      { id: "tasks", label: "Tasks of one event loop", leadsTo: { question: "awaits" } },
      { id: "threads", label: "Threads of one process", leadsTo: { situation: "threads" } },
      {
        id: "processes",
        label: "Processes of one machine",
        leadsTo: { situation: "processes" },
      },
      { id: "machines", label: "Several machines", leadsTo: { situation: "machines" } },
    ],
  },
  awaits: {
    title: "Is there an await between looking at the state and acting on what was seen?",
    help: "Other tasks run during an await, and only then.",
    options: [
      { id: "no", label: "No, never", leadsTo: { situation: "no-await" } },
      { id: "yes", label: "Yes, or there may be one later", leadsTo: { question: "state" } },
    ],
  },
  state: {
    title: "What is the state like?",
    help: "How much of it a change holds up depends on this.",
    options: [
      {
        id: "many-keys",
        label: "Many keys, each changed on its own",
        leadsTo: { question: "waits" },
      },
      {
        id: "one-key",
        label: "One hot key, or a change is of all of the state at once",
        leadsTo: { situation: "one-hot-key" },
      },
      {
        id: "rules",
        label: "It has its own rules, and many ways to change it",
        leadsTo: { situation: "own-rules" },
      },
      {
        id: "existing",
        label: "It is in existing code that must be mended today",
        leadsTo: { situation: "existing-code" },
      },
      {
        id: "sources",
        label: "A task waits for several sources at once, or the code comes from Go",
        leadsTo: { situation: "several-sources" },
      },
    ],
  },
  waits: {
    title: "Who may wait while a change awaits?",
    help: "A reader that never waits gets the value that was in force before the change.",
    options: [
      {
        id: "changes",
        label: "No reader may; changes are few and may wait for each other",
        leadsTo: { situation: "many-readers" },
      },
      {
        id: "same-key",
        label: "Those that want the same key may; changes are frequent",
        leadsTo: { question: "twice" },
      },
    ],
  },
  twice: {
    title: "May a change be computed twice?",
    help: "One that charges a card must not be. One that only computes may be, if changes of the same key seldom meet.",
    options: [
      {
        id: "no",
        label: "No, or changes of the same key often meet",
        leadsTo: { situation: "many-keys" },
      },
      {
        id: "yes",
        label: "Yes, and changes of the same key seldom meet",
        leadsTo: { situation: "rare-conflicts" },
      },
    ],
  },
};

export interface Outcome {
  /** The questions that were asked, in order; without a situation, the last one is open. */
  readonly asked: readonly QuestionId[];
  /** Where the answers lead; undefined until they lead somewhere. */
  readonly situation: SituationId | undefined;
}

/** Follows the answers. Those of questions that are not asked on the way have no effect. */
export function outcomeOf(answers: Answers): Outcome {
  const asked: QuestionId[] = [];
  let next: QuestionId = FIRST;
  for (;;) {
    asked.push(next);
    const given = answers[next];
    const leadsTo = questions[next].options.find(({ id }) => id === given)?.leadsTo;
    if (leadsTo === undefined) return { asked, situation: undefined };
    if ("situation" in leadsTo) return { asked, situation: leadsTo.situation };
    next = leadsTo.question;
  }
}
