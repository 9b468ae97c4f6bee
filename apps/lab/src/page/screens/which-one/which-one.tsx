/**
 * Screen 5: five questions that lead to a strategy. The questions and the rows to which they lead
 * are those of docs/choosing.md; the address holds the answers.
 */
import {
  outcomeOf,
  questions,
  situations,
  type Answers,
  type QuestionId,
  type Situation,
  type SituationId,
} from "@sync-strategies/choosing";
import strategies from "virtual:strategies";
import { useId } from "preact/hooks";
import { CodeLines } from "../../components/code-lines.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { TableInWords } from "../../components/table-in-words.tsx";
import { WithCode } from "../../components/with-code.tsx";
import { linkTo, useParameters } from "../../router.ts";
import "./which-one.css";

/** Compared with what the row says to take. */
const FAMILIAR = "mutex";

export default function WhichOne() {
  const [parameters, change] = useParameters();
  const answers: Answers = parameters;
  const { asked, situation } = outcomeOf(answers);
  return (
    <div class="which-one">
      <div class="stack">
        {asked.map((id, index) => (
          <QuestionField
            key={id}
            id={id}
            number={index + 1}
            answer={answers[id]}
            onAnswer={(option) => change({ [id]: option }, "push")}
          />
        ))}
        {asked.length > 1 && (
          <div class="row">
            <button type="button" onClick={() => change(noAnswers(), "push")}>
              Begin again
            </button>
          </div>
        )}
      </div>
      <div class="which-one-answer">
        {situation === undefined ? (
          <p class="card muted">
            Question {asked.length} of at most {Object.keys(questions).length}. The answer appears
            here.
          </p>
        ) : (
          <Answer key={situation} id={situation} />
        )}
      </div>
      <div class="which-one-table">
        <AllSituations />
      </div>
    </div>
  );
}

interface QuestionProps {
  readonly id: QuestionId;
  readonly number: number;
  readonly answer: string | undefined;
  readonly onAnswer: (option: string) => void;
}

function QuestionField({ id, number, answer, onAnswer }: QuestionProps) {
  const { title, help, options } = questions[id];
  const name = useId();
  return (
    <fieldset class="card question" aria-describedby={`${name}-help`}>
      <legend>
        <span class="question-number">{number}</span> {title}
      </legend>
      <p id={`${name}-help`} class="muted small">
        {help}
      </p>
      {options.map((option) => (
        <label key={option.id}>
          <input
            type="radio"
            name={name}
            value={option.id}
            checked={option.id === answer}
            onChange={() => onAnswer(option.id)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** What to take, said aloud once it is found. */
function Answer({ id }: { readonly id: SituationId }) {
  const { situation, take, because, strategies: ids, code, setting }: Situation = situations[id];
  const known = ids.flatMap((each) => strategies.find((strategy) => strategy.id === each) ?? []);
  const others = ids.filter((each) => known.every((strategy) => strategy.id !== each));
  return (
    <section class="card stack" aria-labelledby="which-one-take">
      <div role="status">
        <p class="muted small">{situation}</p>
        <h2 id="which-one-take">
          Take <WithCode text={take} />
        </h2>
        <p>
          Because <WithCode text={because} />.
        </p>
      </div>
      <CodeLines lines={code.split("\n")} label={`Code to copy: ${take}`} />
      <CopyButton text={code} label="Copy the code" />
      <div class="row">
        {setting !== undefined && (
          <a class="button primary" href={whyLink(setting, ids)}>
            Why? See who waits
          </a>
        )}
        {known.map(({ id: strategy, title }) => (
          <a class="button" key={strategy} href={linkTo("strategy", { id: strategy })}>
            {title}
          </a>
        ))}
      </div>
      {others.length > 0 && (
        <p class="small">
          On the command line:{" "}
          <code>
            pnpm compare {others.join(" ")} {spanFlag[id]}
          </code>
        </p>
      )}
    </section>
  );
}

/** How the command line spreads clients over what shares the state. */
const spanFlag: Partial<Record<SituationId, string>> = {
  threads: "--threads 2",
  processes: "--processes 2",
};

/** To the setting in which the row's strategies differ from what most readers know. */
function whyLink(setting: NonNullable<Situation["setting"]>, ids: readonly string[]): string {
  const numbers = Object.entries(setting).map(([name, value]) => [name, String(value)]);
  const compared = ids.includes(FAMILIAR) ? [...ids, "lock-per-key"] : [...ids, FAMILIAR];
  return linkTo("who-waits", {
    ...Object.fromEntries(numbers),
    strategies: [...new Set(compared)].join(","),
  });
}

function noAnswers(): Record<string, undefined> {
  return Object.fromEntries(Object.keys(questions).map((id) => [id, undefined]));
}

function AllSituations() {
  const all: readonly Situation[] = Object.values(situations);
  return (
    <TableInWords
      title="all situations, and what to take in each"
      columns={["your situation", "take", "because"]}
      rows={all.map(({ situation, take, because }) => [
        situation,
        <WithCode text={take} />,
        <WithCode text={because} />,
      ])}
    />
  );
}
