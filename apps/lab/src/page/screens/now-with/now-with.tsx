/** Screen 2: the same clients on a store of the reader's choice. A strategy is which buttons are off. */
import strategies from "virtual:strategies";
import { Player } from "../../components/player/player.tsx";
import { scenarioOr } from "../../components/player/scenario-or.ts";
import { ScenarioPicker } from "../../components/scenario-picker.tsx";
import { StrategyPicker } from "../../components/strategy-picker.tsx";
import { linkTo, useParameters } from "../../router.ts";
import { allScenarios, groupsWith } from "../scenario-groups.ts";
import { Inside } from "./inside.tsx";
import "./now-with.css";

export default function NowWith() {
  const [parameters, change] = useParameters();
  const strategy =
    strategies.find(({ id }) => id === (parameters["strategy"] ?? "mutex")) ?? strategies[0]!;
  const scenario = scenarioOr(parameters["scenario"], allScenarios);
  const { steps = "" } = parameters;
  return (
    <div class="stack">
      <div class="stack choices">
        <StrategyPicker
          value={strategy.id}
          onChange={(id) => change({ strategy: id, steps: undefined }, "push")}
        />
        <ScenarioPicker
          value={scenario.id}
          groups={groupsWith(scenario)}
          onChange={(id) => change({ scenario: id, steps: undefined }, "push")}
        />
      </div>
      <p>
        {strategy.summary} <strong>{scenario.question}</strong>{" "}
        <a href={linkTo("strategy", { id: strategy.id })}>More about {strategy.id}</a>
      </p>
      <Player
        strategy={strategy.id}
        traits={strategy.traits}
        scenario={scenario}
        steps={steps}
        onSteps={(next) => change({ steps: next })}
        inside={(position) => <Inside position={position} traits={strategy.traits} />}
        after={() => (
          <div class="row">
            <button type="button" onClick={() => change({ steps: undefined })}>
              Try another order
            </button>
            <a
              class="button primary"
              href={linkTo("every-order", { scenario: scenario.id, strategy: strategy.id })}
            >
              Is that so in every order?
            </a>
          </div>
        )}
      />
    </div>
  );
}
