export { situations, type Setting, type Situation, type SituationId } from "./situations.ts";
export {
  outcomeOf,
  questions,
  type Answers,
  type Option,
  type Outcome,
  type Question,
  type QuestionId,
} from "./questions.ts";
