/**
 * Screen 6: the source of a store with its breaks as switches. The contract's tests run on the
 * broken store, here, and those that catch the break turn red.
 */
import breaksModule from "virtual:breaks";
import strategies from "virtual:strategies";
import { JobProblem } from "../../components/job-problem.tsx";
import { StrategyPicker } from "../../components/strategy-picker.tsx";
import { useParameters } from "../../router.ts";
import { useJob } from "../../use-job.ts";
import { BreakPicker } from "./break-picker.tsx";
import { BrokenSource } from "./broken-source.tsx";
import { Catches } from "./catches.tsx";
import { TestCells } from "./test-cells.tsx";
import "./break-it.css";

const { breaks, sources } = breaksModule;
const breakable = strategies.filter(({ id }) => breaks.some(({ strategyId }) => strategyId === id));

/** A store that hangs costs each test its patience, and a busy machine makes all of them longer. */
const TIME_LIMIT_MS = 120_000;

export default function BreakIt() {
  const [parameters, change] = useParameters();
  const strategy = breakable.find(({ id }) => id === parameters["strategy"]) ?? mutexOrFirst();
  const own = breaks.filter(({ strategyId }) => strategyId === strategy.id);
  const chosen = own.find(({ id }) => id === parameters["break"]);
  const shown = chosen ?? own[0]!;
  const scenario =
    chosen !== undefined && "scenario" in chosen.schedule ? chosen.schedule.scenario : undefined;
  const job = useJob(
    "examine",
    { strategy: chosen?.name ?? strategy.id, scenario },
    { ownWorker: true, timeLimitMs: TIME_LIMIT_MS },
  );
  const results = job.isRunning ? job.progress?.tests : job.reply?.tests;
  return (
    <div class="stack">
      <StrategyPicker
        among={breakable}
        value={strategy.id}
        onChange={(id) => change({ strategy: id, break: undefined }, "push")}
      />
      <BreakPicker
        breaks={own}
        value={chosen?.id}
        onChange={(id) => change({ strategy: strategy.id, break: id }, "push")}
      />
      <BrokenSource
        shown={shown}
        isBroken={chosen !== undefined}
        source={sources[`${strategy.id}/${shown.file}`] ?? ""}
      />
      <JobProblem error={job.error} />
      <TestCells results={results ?? []} of={job.progress?.of} isRunning={job.isRunning} />
      {!job.isRunning && job.reply !== undefined && chosen !== undefined && (
        <Catches change={chosen} reply={job.reply} />
      )}
    </div>
  );
}

function mutexOrFirst(): (typeof breakable)[number] {
  return breakable.find(({ id }) => id === "mutex") ?? breakable[0]!;
}
