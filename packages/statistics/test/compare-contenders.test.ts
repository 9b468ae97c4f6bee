import { describe, expect, test } from "vitest";
import { compareContenders, holm, type ContenderRates } from "../src/index.ts";
import { measure, random } from "./synthetic.ts";

function contenders(rates: readonly (readonly number[])[]): ContenderRates[] {
  return rates.map((values, index) => ({ name: `s${index}`, rates: values }));
}

describe("Holm's correction", () => {
  test("gives what was worked out by hand", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe("standings", () => {
  test.each([
    ["even noise", 11, 0],
    ["noise with outliers, one in ten disturbed by a half", 21, 0.5],
  ])(
    "say something false in fewer than 5 of 100 experiments among equals: %s",
    (_, seed, shock) => {
      const source = random(seed);
      const experiments = 3000;
      const disturbed = (rate: number): number =>
        source.uniform() < 0.1 ? rate * (1 - shock) : rate;
      let wrong = 0;
      for (let experiment = 0; experiment < experiments; experiment++) {
        const rates = measure(source, [1000, 1000, 1000, 1000, 1000], { noise: 0.1 });
        const { contenders: compared, tiers } = compareContenders(
          contenders(rates.map((rounds) => rounds.map(disturbed))),
          "s0",
        );
        const isWrong = compared.some(({ standing }) => standing !== "tie") || tiers?.length !== 1;
        if (isWrong) wrong++;
      }
      expect(wrong / experiments).toBeLessThan(0.05);
      expect(wrong).toBeGreaterThan(0);
    },
  );

  test("find a slowdown of 20%, with an interval that holds the truth", () => {
    const source = random(12);
    const experiments = 2000;
    let [found, held] = [0, 0];
    for (let experiment = 0; experiment < experiments; experiment++) {
      const [, slowed] = [1000, 1000 / 1.2];
      const { contenders: compared } = compareContenders(
        contenders(measure(source, [1000, slowed, 990], { noise: 0.05 })),
        "s0",
      );
      const [standing] = compared;
      if (standing?.standing === "slower") found++;
      const { low = 1, high = 1 } = standing?.ratio ?? {};
      if (low <= 1 / 1.2 && 1 / 1.2 <= high) held++;
    }
    expect(found / experiments).toBeGreaterThan(0.95);
    expect(held / experiments).toBeGreaterThan(0.93);
  });

  test("do not speak of differences below 2%, however sure", () => {
    const rates = measure(random(13), [1000, 1015], { noise: 0.0001, rounds: 20 });
    const { contenders: compared } = compareContenders(contenders(rates), "s0");
    expect(compared[0]).toMatchObject({ standing: "tie" });
    expect(compared[0]?.ratio?.low).toBeGreaterThan(1);
  });

  test("are not given on fewer than six rounds", () => {
    const rates = measure(random(14), [1000, 500], { rounds: 5 });
    const { contenders: compared, obstacle, tiers } = compareContenders(contenders(rates), "s0");
    expect(obstacle).toBe("too-few-rounds");
    expect(compared[0]?.standing).toBe("undecided");
    expect(compared[0]?.ratio?.value).toBeCloseTo(0.5, 1);
    expect(tiers).toBeUndefined();
  });

  test("are not given where the baseline is not as fast as itself", () => {
    const [base = [], other = [], baselineAgain = []] = measure(random(15), [1000, 500, 1100], {
      noise: 0.005,
    });
    const noisy = compareContenders(contenders([base, other]), "s0", { baselineAgain });
    expect(noisy).toMatchObject({ obstacle: "too-noisy", aaCheck: { passed: false } });
    expect(noisy.contenders[0]?.standing).toBe("undecided");
    const calm = compareContenders(contenders([base, other]), "s0", { baselineAgain: base });
    expect(calm).toMatchObject({ obstacle: undefined, aaCheck: { passed: true } });
    expect(calm.contenders[0]?.standing).toBe("slower");
  });

  test("are not given where the baseline's second self did not get through", () => {
    const [base = [], other = []] = measure(random(19), [1000, 500]);
    for (const rounds of [0, 3, 5]) {
      const baselineAgain = base.map((rate, round) => (round < rounds ? rate : undefined));
      const { obstacle, contenders: compared } = compareContenders(
        contenders([base, other]),
        "s0",
        { baselineAgain },
      );
      expect({ obstacle, standing: compared[0]?.standing }).toEqual({
        obstacle: "no-aa-check",
        standing: "undecided",
      });
    }
  });

  test.each(["pause-bound", "open-loop", "disturbed"] as const)(
    "are not given where the counts are %s",
    (disqualification) => {
      const rates = measure(random(20), [1000, 500]);
      const circumstances = { baselineAgain: rates[0], disqualification };
      expect(compareContenders(contenders(rates), "s0", circumstances)).toMatchObject({
        obstacle: disqualification,
        contenders: [{ standing: "undecided", ratio: { count: 10 } }],
        tiers: undefined,
      });
    },
  );

  test("use the rounds that both completed, and leave the others' standings as they are", () => {
    const [base = [], half = [], equal = []] = measure(random(16), [1000, 500, 1000]);
    const broken = half.map((rate, round) => (round < 3 ? rate : undefined));
    const all = [
      { name: "base", rates: base },
      { name: "broken", rates: broken },
      { name: "fast", rates: equal.map((rate) => rate * 2) },
    ];
    const { contenders: compared, tiers } = compareContenders(all, "base");
    expect(compared).toMatchObject([
      { name: "broken", standing: "undecided", ratio: { count: 3 } },
      { name: "fast", standing: "faster", ratio: { count: 10 } },
    ]);
    expect(tiers).toEqual([["fast"], ["base"]]);
  });

  test("do not depend on the order of contenders", () => {
    const rates = measure(random(17), [1000, 700, 1005, 2000], { noise: 0.05 });
    const all = contenders(rates);
    const forwards = compareContenders(all, "s1");
    const backwards = compareContenders(all.toReversed(), "s1");
    expect(backwards.tiers?.map((tier) => tier.toSorted())).toEqual(
      forwards.tiers?.map((tier) => tier.toSorted()),
    );
    for (const { name, standing, adjustedPValue } of forwards.contenders) {
      const other = backwards.contenders.find((one) => one.name === name);
      expect(other?.standing).toBe(standing);
      expect(other?.adjustedPValue).toBeCloseTo(adjustedPValue ?? 0, 12);
    }
  });
});

test("a tier ends at the first that is found slower than the tier's fastest", () => {
  const rates = measure(random(18), [1000, 500, 995, 2000], { noise: 0.02, rounds: 12 });
  expect(compareContenders(contenders(rates), "s0").tiers).toMatchObject([
    ["s3"],
    expect.arrayContaining(["s0", "s2"]),
    ["s1"],
  ]);
});

test("a baseline that is not there is refused", () => {
  expect(() => compareContenders([], "s0")).toThrow(RangeError);
});
