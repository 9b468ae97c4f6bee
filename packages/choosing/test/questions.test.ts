import { describe, expect, test } from "vitest";
import { outcomeOf, questions, situations, type Answers, type SituationId } from "../src/index.ts";

/** Every way to answer, with the row that it leads to. */
function walks(answers: Answers = {}): { answers: Answers; situation: SituationId }[] {
  const { asked, situation } = outcomeOf(answers);
  if (situation !== undefined) return [{ answers, situation }];
  const open = asked.at(-1)!;
  return questions[open].options.flatMap(({ id }) => walks({ ...answers, [open]: id }));
}

describe("the questions", () => {
  test("lead to every row of the table, and to each in one way", () => {
    const reached = walks().map(({ situation }) => situation);
    expect(reached.toSorted()).toEqual(Object.keys(situations).toSorted());
  });

  test("are five, and at most five are asked", () => {
    expect(Object.keys(questions)).toHaveLength(5);
    const most = Math.max(...walks().map(({ answers }) => outcomeOf(answers).asked.length));
    expect(most).toBe(5);
  });

  test("ignore answers to what is not asked, and answers that do not exist", () => {
    expect(outcomeOf({ twice: "yes" })).toEqual({ asked: ["who-shares"], situation: undefined });
    expect(outcomeOf({ "who-shares": "threads", twice: "yes" }).situation).toBe("threads");
    expect(outcomeOf({ "who-shares": "nonsense" }).situation).toBeUndefined();
  });
});
