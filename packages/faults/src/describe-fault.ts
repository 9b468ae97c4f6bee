/** Whether what a file exports is a fault, and what it says about itself. */
import { isShared } from "@sync-strategies/state-store";
import type { Expected, Fault, FaultCell, Wait } from "./fault.ts";
import type { FaultDescription } from "./round-protocol.ts";

const waits: ReadonlySet<unknown> = new Set<Wait>(["no", "while-it-lasts", "to-the-end"]);
const verdicts: ReadonlySet<unknown> = new Set<Expected["verdict"]>([
  "linearizable",
  "not-linearizable",
]);

/** @throws {TypeError} in one line, if it is none. */
export function describeFault(exported: unknown): FaultDescription {
  if (typeof exported !== "object" || exported === null) {
    throw new TypeError("its default export is no fault");
  }
  const fault = exported as Partial<Fault>;
  const { id, title, question, cells, doesNotShow, strategies = [] } = fault;
  for (const [name, value] of Object.entries({ id, title, question })) {
    if (typeof value !== "string" || value === "") throw new TypeError(`the fault has no ${name}`);
  }
  if (typeof fault.run !== "function") throw new TypeError("the fault has no function run");
  if (!Array.isArray(cells) || cells.length === 0) throw new TypeError("the fault has no cells");
  if (!Array.isArray(doesNotShow) || !doesNotShow.every((one) => typeof one === "string")) {
    throw new TypeError("the fault has no sentences doesNotShow");
  }
  if (!Array.isArray(strategies) || !strategies.every((one) => isShared(one))) {
    throw new TypeError("the strategies of the fault are no strategies that members share");
  }
  const described = (cells as readonly FaultCell[]).map(describeCell);
  const rows = new Set(described.map(({ strategy, variant }) => `${strategy} ${variant}`));
  if (rows.size < described.length) {
    throw new TypeError("two cells of the fault have the same strategy and variant");
  }
  const ownStrategies = strategies.map((one) => one.id);
  return {
    id: id!,
    title: title!,
    question: question!,
    cells: described,
    doesNotShow,
    ownStrategies,
  };
}

/** Only what is known of cells: anything else need not be fit to be sent. */
function describeCell({ strategy, variant, service, expected }: FaultCell): FaultCell {
  if (typeof strategy !== "string") throw new TypeError("a cell of the fault names no strategy");
  if (!verdicts.has(expected?.verdict)) {
    throw new TypeError(`the cell of ${strategy} expects no verdict`);
  }
  if (expected.waits !== undefined && !waits.has(expected.waits)) {
    throw new TypeError(`the cell of ${strategy} expects a wait that there is not`);
  }
  const { verdict } = expected;
  return {
    strategy,
    ...(variant !== undefined && { variant }),
    ...(service !== undefined && { service }),
    expected: { verdict, ...(expected.waits !== undefined && { waits: expected.waits }) },
  };
}
