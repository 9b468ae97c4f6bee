import {
  isNoControl,
  type SharedClause,
  type SharedContractTest,
} from "../shared-contract-test.ts";
import { cancellation } from "./cancellation.ts";
import { closing } from "./closing.ts";
import { ending } from "./ending.ts";
import { failingUpdaters } from "./failing-updaters.ts";
import { fairness } from "./fairness.ts";
import { holding } from "./holding.ts";
import { linearizability } from "./linearizability.ts";
import { updates } from "./updates.ts";
import { visibility } from "./visibility.ts";

/** What two members may rely on, from the simplest promises to those that need many clients. */
export const sharedClauses: readonly SharedClause[] = [
  { title: "what one thread has done, the other sees", tests: unlessControl(visibility) },
  { title: "updates of two threads", tests: updates },
  {
    title: "waiting for an updater of another thread, and passing it",
    tests: unlessControl(holding),
  },
  { title: "updaters of another thread that fail", tests: unlessControl(failingUpdaters) },
  { title: "cancelling what waits for another thread", tests: unlessControl(cancellation) },
  { title: "closing one handle of two", tests: unlessControl(closing) },
  { title: "fairness between threads", tests: unlessControl(fairness) },
  { title: "threads that end", tests: ending },
  { title: "linearizability over two threads", tests: unlessControl(linearizability) },
];

/** What a control reads may be stale, so only what it leaves to others and behind is asked of it. */
function unlessControl(tests: readonly SharedContractTest[]): SharedContractTest[] {
  return tests.map((test) => ({
    ...test,
    appliesTo: (traits) => isNoControl(traits) && test.appliesTo(traits),
  }));
}
