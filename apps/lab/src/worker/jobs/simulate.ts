/** Strategies on the virtual clock, one after the other, each sent to the page as it is done. */
import { STARVING_SAMPLE } from "../../simulation/samples.ts";
import type { SimulationSetting } from "../../simulation/setting.ts";
import { simulate, type Simulation } from "../../simulation/simulate.ts";
import { defineJob } from "../job.ts";
import { strategyById } from "../strategy-by-id.ts";

export interface SimulateRequest {
  /** Ids of strategies, or of {@link STARVING_SAMPLE}. */
  readonly strategies: readonly string[];
  readonly setting: SimulationSetting;
}

export default defineJob<SimulateRequest, never, Simulation[]>(async ({ strategies, setting }) => {
  const simulations: Simulation[] = [];
  for (const id of strategies) simulations.push(await simulate(await load(id), setting));
  return simulations;
});

async function load(id: string): ReturnType<typeof strategyById> {
  if (id !== STARVING_SAMPLE.id) return strategyById(id);
  const { brokenStores } = await import("@sync-strategies/state-store-testkit/broken-stores");
  const sample = brokenStores.find((store) => store.id === id);
  if (sample === undefined) throw new RangeError(`There is no broken store "${id}".`);
  return { ...sample, title: STARVING_SAMPLE.title };
}
