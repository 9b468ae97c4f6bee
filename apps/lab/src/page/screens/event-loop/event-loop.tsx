/**
 * Screen 1: two clients on the control, and the reader decides which one takes the next step. Other
 * screens send their readers here as well, with a broken strategy and the schedule that shows it.
 */
import strategies from "virtual:strategies";
import { Player } from "../../components/player/player.tsx";
import { scenarioOr } from "../../components/player/scenario-or.ts";
import { ScenarioPicker } from "../../components/scenario-picker.tsx";
import { linkTo, useParameters } from "../../router.ts";
import { allScenarios, groupsWith } from "../scenario-groups.ts";

const control = strategies.find(({ traits }) => traits.control) ?? strategies[0]!;

export default function EventLoop() {
  const [parameters, change] = useParameters();
  const { strategy = control.id, steps = "" } = parameters;
  const scenario = scenarioOr(parameters["scenario"], allScenarios);
  const [base = ""] = strategy.split("/");
  const { traits, title } = strategies.find(({ id }) => id === base) ?? control;
  const isControl = strategy === control.id;
  return (
    <div class="stack">
      <p class="task">
        {isControl ? (
          <>
            <strong>{scenario.question}</strong> Between two awaits only one client runs, and you
            say which. Press <kbd>A</kbd> or <kbd>B</kbd>, or use the buttons.{" "}
            {scenario.id === allScenarios[0]!.id && "An increment can be lost in four steps."}
          </>
        ) : (
          <>
            This is {title.toLowerCase()} with the break <code>{strategy}</code> in it.{" "}
            {scenario.question}
          </>
        )}
      </p>
      <ScenarioPicker
        value={scenario.id}
        groups={groupsWith(scenario)}
        onChange={(id) => change({ scenario: id, steps: undefined }, "push")}
      />
      <Player
        strategy={strategy}
        traits={traits}
        scenario={scenario}
        steps={steps}
        onSteps={(next) => change({ steps: next })}
        after={({ kind }) => (
          <div class="row">
            {kind !== undefined && (
              <a
                class="button primary"
                href={linkTo("now-with", { scenario: scenario.id, strategy: "mutex" })}
              >
                Which strategy would have kept it?
              </a>
            )}
            {kind === undefined && (
              <button type="button" class="primary" onClick={() => change({ steps: undefined })}>
                Try another order
              </button>
            )}
            <a class="button" href={linkTo("every-order", { scenario: scenario.id, strategy })}>
              See every order
            </a>
          </div>
        )}
      />
    </div>
  );
}
