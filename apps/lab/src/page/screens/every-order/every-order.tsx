/**
 * Screen 3: every schedule of a scenario as a cell, with its verdict. The reader guesses first how
 * many fail, so that the number means something.
 */
import { scenarios } from "@sync-strategies/schedule-explorer";
import { JobProblem } from "../../components/job-problem.tsx";
import { scenarioOr } from "../../components/player/scenario-or.ts";
import { ScenarioPicker } from "../../components/scenario-picker.tsx";
import { StrategyPicker } from "../../components/strategy-picker.tsx";
import { useParameters } from "../../router.ts";
import { useJob } from "../../use-job.ts";
import { allScenarios, groupsWith } from "../scenario-groups.ts";
import { Cells } from "./cells.tsx";
import { ChosenSchedule } from "./chosen-schedule.tsx";
import { Guess } from "./guess.tsx";
import { Tally } from "./tally.tsx";
import "./every-order.css";

export default function EveryOrder() {
  const [parameters, change] = useParameters();
  const { strategy = "unsynchronized", guess, schedule } = parameters;
  const scenario = scenarioOr(parameters["scenario"] ?? scenarios[0]!.id, allScenarios);
  const request = { strategy, scenario: scenario.id };
  const { reply, answered, isRunning, progress, error } = useJob("explore-all", request);
  const isOurs = answered?.strategy === strategy && answered.scenario === scenario.id;
  const all = isOurs ? reply : undefined;
  const isBroken = strategy.includes("/");
  const choose = (chosen: Record<string, string>): void =>
    change({ ...chosen, guess: undefined, schedule: undefined }, "push");
  return (
    <div class="stack">
      <StrategyPicker value={strategy} onChange={(id) => choose({ strategy: id })} />
      <ScenarioPicker
        value={scenario.id}
        groups={groupsWith(scenario)}
        onChange={(id) => choose({ scenario: id })}
      />
      {isBroken && (
        <p>
          With the break <code>{strategy}</code>.
        </p>
      )}
      <JobProblem error={error} />
      <div role="status" aria-live="polite">
        {isRunning && all === undefined && (
          <p class="muted">
            Running every order … {progress !== undefined && `${progress} so far`}
          </p>
        )}
      </div>
      {all !== undefined && (
        <>
          <Guess
            key={`${strategy} ${scenario.id}`}
            all={all}
            question={scenario.question}
            guess={guess}
            onGuess={(number) => change({ guess: number })}
          />
          <Cells
            schedules={all.schedules}
            areShown={guess !== undefined}
            chosen={schedule}
            onChoose={(letters) => change({ schedule: letters })}
          />
          {guess !== undefined && schedule !== undefined && (
            <ChosenSchedule
              strategy={strategy}
              scenario={scenario.id}
              schedule={schedule}
              onNone={() => change({ schedule: undefined })}
            />
          )}
          {guess !== undefined && <Tally schedules={all.schedules} />}
        </>
      )}
    </div>
  );
}
