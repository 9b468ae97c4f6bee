import { isShared } from "@sync-strategies/state-store";
import { describe, expect, it } from "vitest";
import { renderCards, type PackagedStrategy } from "../src/cards/cards.ts";
import { probe } from "../src/cards/probes.ts";
import { countLines, sourceFacts } from "../src/cards/source-facts.ts";
import type { MeasuredStrategy, MeasuredWorkload } from "../src/figures/measurements.ts";
import { strategyPackagesOf } from "../src/strategy-packages.ts";

const packages = await strategyPackagesOf();
const packaged: readonly PackagedStrategy[] = packages.flatMap(({ strategies, folder }) =>
  strategies.map((strategy) => ({ strategy, folder })),
);

/** What the probes see of each strategy, by its id. Threads are waited for, all at once. */
const probes = new Map(
  await Promise.all(
    packaged.map(async ({ strategy }) => [strategy.id, await probe(strategy)] as const),
  ),
);

/** The only strategy of its kind, by traits: tests name none. */
function strategyWith(matches: (traits: PackagedStrategy["strategy"]["traits"]) => boolean) {
  const found = packaged.find(({ strategy }) => matches(strategy.traits));
  if (found === undefined) throw new Error("no strategy has these traits");
  return found;
}

/** Whether an updater excludes no key, its own, or others, too. */
const KEYS_EXCLUDED = { nothing: 0, key: 1, store: 2 };

describe("the probes", () => {
  it("see that nothing waits in the control", () => {
    const { strategy } = strategyWith(({ control }) => control);
    const seen = probes.get(strategy.id);
    expect(seen?.wait).toEqual([]);
    expect(seen?.pass).toHaveLength(6);
    expect(seen?.inOrder).toBeUndefined();
    expect(seen?.cancelled).toBeUndefined();
  });

  it("see what waits where the whole store is excluded", () => {
    const { strategy } = strategyWith(({ exclusion }) => exclusion === "store");
    const seen = probes.get(strategy.id);
    expect(seen?.wait).toContain("updates of other keys");
    expect(seen?.cancelled).toBe("at once");
  });

  it("see that locks are passed on in the order in which they were asked for", () => {
    const ofLocks = packaged.filter(({ strategy }) => strategy.traits.access === "lock-holder");
    for (const { strategy } of ofLocks) {
      expect(probes.get(strategy.id)?.inOrder, strategy.id).toBe(true);
    }
  });

  it.each([...probes])(
    "see that %s keeps its value, and goes on, when an updater throws",
    (_, { updaterThrows }) => {
      expect(updaterThrows).toEqual({ rejectsWithIt: true, valueStays: true, nextGoesOn: true });
    },
  );

  it.each(packaged.map(({ strategy }) => [strategy.id, strategy] as const))(
    "see that in %s those operations wait that its traits name",
    (id, { traits: { exclusion, reads } }) => {
      const kinds = reads === "wait" ? ["reads", "writes", "updates"] : ["writes", "updates"];
      const keys = ["of the same key", "of other keys"].slice(0, KEYS_EXCLUDED[exclusion]);
      expect(probes.get(id)?.wait).toEqual(
        keys.flatMap((which) => kinds.map((kind) => `${kind} ${which}`)),
      );
    },
  );
});

describe("the count of lines", () => {
  it("leaves out what is blank or comment", () => {
    const source = "/**\n * Why.\n */\n\nconst a = 1; // so\n// not\n  return a;\n";
    expect(countLines(source)).toBe(2);
  });

  it("names packages from elsewhere with their versions", () => {
    expect(sourceFacts("packages/mutex-store").dependencies).toContainEqual(
      expect.stringMatching(/^async-mutex \d+\.\d+\.\d+$/),
    );
  });
});

/** Measurements of a workload, and of a strategy in it. */
const workload: Omit<MeasuredWorkload, "strategies"> = {
  command: "pnpm compare",
  environment: { startedAt: "2026-11-27", node: "v20", cpu: "a processor", cores: 2, seed: 1 },
  baseline: null,
  rounds: 6,
  code: {},
};
const figures: MeasuredStrategy = {
  verdict: "linearizable",
  opsPerSecond: null,
  opsPerSecondInterval: null,
  ratio: null,
  standing: null,
  perSecond: { read: 0, write: 0, update: 0 },
  latencyUs: {},
  fairness: {},
  lostUpdates: null,
};

describe("the page", () => {
  it("has a card for each strategy, measured or not", async () => {
    const page = await renderCards(packaged, {});
    for (const { strategy } of packaged) expect(page).toContain(`\n## ${strategy.title}\n`);
    expect(page).toContain("not measured yet");
  });

  it("shows what threads share with the figures of two threads", async () => {
    const shared = packaged.find(({ strategy }) => isShared(strategy));
    if (shared === undefined) throw new Error("threads share no strategy");
    const measured = (opsPerSecond: number) => ({
      ...workload,
      strategies: { [shared.strategy.id]: { ...figures, opsPerSecond } },
    });
    const page = await renderCards([shared], {
      saturated: measured(1234),
      "saturated-2-threads": measured(5678),
    });
    expect(page).toContain("operations per second, `saturated`, two threads | 5,678 |");
    expect(page).not.toContain("1,234");
  });
});
