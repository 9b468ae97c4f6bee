/**
 * What rounds of measurements allow one to say about who is faster. A round holds each contender
 * once, so that pairs of the same round are compared.
 *
 * A claim needs five things: counts that the contenders themselves decide, and not a pause,
 * arrivals or another program; enough rounds; a baseline that, run twice under two names, is as fast as itself (the A/A check); a
 * difference worth speaking of; and an interval that excludes 1 after Holm's correction over all
 * pairs. Everything else is a tie.
 */
import { estimateRatio, type Ratio } from "./estimates.ts";
import { holm } from "./holm.ts";
import { geometricMean } from "./moments.ts";

/** With fewer rounds an interval would be wider than anything worth knowing. */
export const MINIMUM_ROUNDS = 6;

/** A difference below 2% is not worth a claim, however sure it is. */
export const MINIMUM_DIFFERENCE = 0.02;

const SIGNIFICANCE = 0.05;

export interface ContenderRates {
  readonly name: string;
  /** Its rate in each round; undefined where it has none. */
  readonly rates: readonly (number | undefined)[];
}

/**
 * What may be said of a contender compared with the baseline. `undecided`: nothing, since there are
 * too few rounds or too much noise.
 */
export type Standing = "faster" | "slower" | "tie" | "undecided";

/** A contender compared with the baseline. */
export interface ComparedContender {
  readonly name: string;
  /** Undefined if they share fewer than two rounds. */
  readonly ratio?: Ratio | undefined;
  /** The ratio's p-value after Holm's correction. */
  readonly adjustedPValue?: number | undefined;
  readonly standing: Standing;
}

/**
 * What keeps counts from saying anything of contenders, however many rounds there are.
 * `pause-bound`: the pause decides all counts. `open-loop`: arrivals do. `disturbed`: something
 * else had the processor.
 */
export type Disqualification = "pause-bound" | "open-loop" | "disturbed";

/**
 * `no-aa-check`: the baseline was to run twice, but did not complete enough rounds. `too-noisy`: it
 * did, and was not as fast as itself.
 */
export type Obstacle = Disqualification | "too-few-rounds" | "no-aa-check" | "too-noisy";

/** Whether pauses or arrivals decide the counts: then no rate is worth comparing, or drawing. */
export function isDecidedByDemand(obstacle: Obstacle | undefined): boolean {
  return obstacle === "pause-bound" || obstacle === "open-loop";
}

export interface Comparison {
  readonly baseline: string;
  /** The baseline compared with itself, and whether it was as fast as itself. */
  readonly aaCheck?: { readonly ratio: Ratio; readonly passed: boolean } | undefined;
  /** Why nothing is claimed; undefined if claims are made. */
  readonly obstacle?: Obstacle | undefined;
  /** All contenders but the baseline, in the order given. */
  readonly contenders: readonly ComparedContender[];
  /**
   * From the fastest on. A tier ends where a contender is found slower than the tier's
   * first. Undefined if nothing may be claimed.
   */
  readonly tiers?: readonly (readonly string[])[] | undefined;
}

export interface Circumstances {
  /** The baseline's rates when it ran under a second name; undefined if it did not. */
  readonly baselineAgain?: ContenderRates["rates"] | undefined;
  /** Why the counts say nothing of the contenders; undefined if they do. */
  readonly disqualification?: Disqualification | undefined;
}

/**
 * @throws {RangeError} if there is no contender of the baseline's name, or for rates not above 0.
 */
export function compareContenders(
  contenders: readonly ContenderRates[],
  baseline: string,
  { baselineAgain, disqualification }: Circumstances = {},
): Comparison {
  const base = contenders.find(({ name }) => name === baseline);
  if (base === undefined) throw new RangeError(`there is no contender "${baseline}"`);
  const pairs = new Pairs(contenders);
  const selfRatio = baselineAgain && ratioBetween(baselineAgain, base.rates);
  const aaCheck = selfRatio && { ratio: selfRatio, passed: isAsFastAsItself(selfRatio) };
  const obstacle = obstacleOf({
    disqualification,
    rounds: completeRounds(base),
    roundsTwice: baselineAgain && (selfRatio?.count ?? 0),
    passed: aaCheck?.passed,
  });
  const standingOf = (one: ContenderRates, other: ContenderRates): Standing =>
    obstacle === undefined ? pairs.standing(one, other) : "undecided";
  return {
    baseline,
    aaCheck,
    obstacle,
    contenders: contenders
      .filter((contender) => contender !== base)
      .map((contender) => ({
        name: contender.name,
        ratio: pairs.ratio(contender, base),
        adjustedPValue: pairs.adjustedPValue(contender, base),
        standing: standingOf(contender, base),
      })),
    tiers: obstacle === undefined ? tiersOf(contenders, standingOf) : undefined,
  };
}

function obstacleOf(seen: {
  readonly disqualification: Disqualification | undefined;
  readonly rounds: number;
  readonly roundsTwice: number | undefined;
  readonly passed: boolean | undefined;
}): Obstacle | undefined {
  if (seen.disqualification !== undefined) return seen.disqualification;
  if (seen.rounds < MINIMUM_ROUNDS) return "too-few-rounds";
  if (seen.roundsTwice !== undefined && seen.roundsTwice < MINIMUM_ROUNDS) return "no-aa-check";
  return seen.passed === false ? "too-noisy" : undefined;
}

/** The A/A check: the interval reaches to within 2% of 1. */
function isAsFastAsItself({ low, high }: Ratio): boolean {
  return low <= 1 + MINIMUM_DIFFERENCE && high >= 1 - MINIMUM_DIFFERENCE;
}

/** All comparisons between two contenders, corrected together. */
class Pairs {
  readonly #ratios = new Map<string, { readonly ratio: Ratio; adjusted: number }>();

  constructor(contenders: readonly ContenderRates[]) {
    for (const [index, one] of contenders.entries()) {
      for (const other of contenders.slice(0, index)) {
        const ratio = ratioBetween(one.rates, other.rates);
        if (ratio !== undefined) this.#ratios.set(pairKey(one, other), { ratio, adjusted: 1 });
      }
    }
    const all = [...this.#ratios.values()];
    const adjusted = holm(all.map(({ ratio }) => ratio.pValue));
    for (const [index, pair] of all.entries()) pair.adjusted = adjusted[index]!;
  }

  ratio(one: ContenderRates, other: ContenderRates): Ratio | undefined {
    const known = this.#ratios.get(pairKey(one, other))?.ratio;
    if (known !== undefined) return known;
    const inverse = this.#ratios.get(pairKey(other, one))?.ratio;
    return inverse && invert(inverse);
  }

  adjustedPValue(one: ContenderRates, other: ContenderRates): number | undefined {
    return (this.#ratios.get(pairKey(one, other)) ?? this.#ratios.get(pairKey(other, one)))
      ?.adjusted;
  }

  standing(one: ContenderRates, other: ContenderRates): Standing {
    const ratio = this.ratio(one, other);
    const pValue = this.adjustedPValue(one, other);
    if (ratio === undefined || pValue === undefined || ratio.count < MINIMUM_ROUNDS) {
      return "undecided";
    }
    const isClaim = pValue < SIGNIFICANCE && (ratio.low > 1 || ratio.high < 1);
    const factor = Math.max(ratio.value, 1 / ratio.value);
    if (!isClaim || factor < 1 + MINIMUM_DIFFERENCE) return "tie";
    return ratio.value > 1 ? "faster" : "slower";
  }
}

function pairKey(one: ContenderRates, other: ContenderRates): string {
  return JSON.stringify([one.name, other.name]);
}

function invert(ratio: Ratio): Ratio {
  return { ...ratio, value: 1 / ratio.value, low: 1 / ratio.high, high: 1 / ratio.low };
}

/** How many times as fast one is as the other in the rounds that both completed; undefined below two. */
export function ratioBetween(
  one: ContenderRates["rates"],
  other: ContenderRates["rates"],
): Ratio | undefined {
  const rounds = one.flatMap((rate, round) => {
    const rival = other[round];
    return rate === undefined || rival === undefined ? [] : [[rate, rival] as const];
  });
  if (rounds.length < 2) return undefined;
  return estimateRatio(
    rounds.map(([rate]) => rate),
    rounds.map(([, rival]) => rival),
  );
}

function completeRounds({ rates }: ContenderRates): number {
  return rates.filter((rate) => rate !== undefined).length;
}

function tiersOf(
  contenders: readonly ContenderRates[],
  standingOf: (one: ContenderRates, other: ContenderRates) => Standing,
): string[][] {
  const speed = ({ rates }: ContenderRates): number =>
    geometricMean(rates.filter((rate) => rate !== undefined));
  const ranked = contenders
    .filter((contender) => completeRounds(contender) >= MINIMUM_ROUNDS)
    .toSorted((one, other) => speed(other) - speed(one));
  const tiers: ContenderRates[][] = [];
  for (const contender of ranked) {
    const tier = tiers.at(-1);
    const fastest = tier?.[0];
    if (
      tier === undefined ||
      fastest === undefined ||
      standingOf(contender, fastest) === "slower"
    ) {
      tiers.push([contender]);
    } else tier.push(contender);
  }
  return tiers.map((tier) => tier.map(({ name }) => name));
}
