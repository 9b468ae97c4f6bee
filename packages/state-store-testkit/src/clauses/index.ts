import type { Clause } from "../contract-test.ts";
import { abortListeners } from "./abort-listeners.ts";
import { asynchrony } from "./asynchrony.ts";
import { callerContext } from "./caller-context.ts";
import { cancellation } from "./cancellation.ts";
import { closing } from "./closing.ts";
import { failingUpdaters } from "./failing-updaters.ts";
import { independence } from "./independence.ts";
import { interruptibility } from "./interruptibility.ts";
import { keysAndValues } from "./keys-and-values.ts";
import { linearizability } from "./linearizability.ts";
import { manyClients } from "./many-clients.ts";
import { memory } from "./memory.ts";
import { ordering } from "./ordering.ts";
import { overtaking } from "./overtaking.ts";
import { progress } from "./progress.ts";
import { readingAndWriting } from "./reading-and-writing.ts";
import { timeLimits } from "./time-limits.ts";
import { updating } from "./updating.ts";

/** The contract, from its simplest promises to those that need many clients. */
export const clauses: readonly Clause[] = [
  { title: "reading and writing", tests: readingAndWriting },
  { title: "keys and values", tests: keysAndValues },
  { title: "updating", tests: updating },
  { title: "waiting for an updater that awaits, and passing it", tests: progress },
  { title: "updaters that fail", tests: failingUpdaters },
  { title: "asynchrony", tests: asynchrony },
  { title: "the caller's context", tests: callerContext },
  { title: "ordering", tests: ordering },
  { title: "bounded overtaking", tests: overtaking },
  { title: "interruptibility", tests: interruptibility },
  { title: "time limits", tests: timeLimits },
  { title: "cancellation", tests: cancellation },
  { title: "abort listeners", tests: abortListeners },
  { title: "closing", tests: closing },
  { title: "independence", tests: independence },
  { title: "memory", tests: memory },
  { title: "linearizability", tests: linearizability },
  { title: "many clients", tests: manyClients },
];
