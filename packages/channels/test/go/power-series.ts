/**
 * Power series as tasks: a series is asked for its next coefficient over one channel, and sends it
 * over another. (McIlroy, "Squinting at Power Series", Software: Practice and Experience, 1990.)
 *
 * No coefficient is computed before it is asked for. That is what lets a series be defined by
 * itself, as the exponential is.
 */
import { Channel, nilChannel, receiving, Select, sending } from "@sync-strategies/channels";

/** Numerator and denominator, in lowest terms; the denominator is positive. */
export type Rational = readonly [bigint, bigint];

export interface Series {
  readonly demand: Channel<void>;
  readonly coefficients: Channel<Rational>;
}

export async function first(u: Series, count: number): Promise<Rational[]> {
  const coefficients: Rational[] = [];
  while (coefficients.length < count) coefficients.push(await get(u));
  return coefficients;
}

export function ones(): Series {
  return series(async () => ONE);
}

export function add(u: Series, v: Series): Series {
  return series(async () => sum(...(await getBoth(u, v))));
}

export function subtract(u: Series, v: Series): Series {
  return add(u, scale([-1n, 1n], v));
}

export function scale(factor: Rational, u: Series): Series {
  return series(async () => times(factor, await get(u)));
}

/** (u₀ + xU)(v₀ + xV) = u₀v₀ + x(u₀V + v₀U + xUV). */
export function product(u: Series, v: Series): Series {
  let rest: Series | undefined;
  return series(async () => {
    if (rest !== undefined) return get(rest);
    const [u0, v0] = await getBoth(u, v);
    const [[u1, u2], [v1, v2]] = [split(u), split(v)];
    rest = add(add(scale(u0, v1), scale(v0, u1)), after(ZERO, product(u2, v2)));
    return times(u0, v0);
  });
}

export function derivative(u: Series): Series {
  let power = 0n;
  return series(async () => {
    if (power === 0n) await get(u);
    power += 1n;
    return times([power, 1n], await get(u));
  });
}

export function integral(constant: Rational, u: Series): Series {
  let power = 0n;
  const terms = series(async () => {
    power += 1n;
    return times([1n, power], await get(u));
  });
  return after(constant, terms);
}

/** The series X with X₀ = 1 and X' = XU': it is made of its own earlier coefficients. */
export function exponential(u: Series): Series {
  const [itself, result] = split(series(() => get(definition)));
  const definition = integral(ONE, product(itself, derivative(u)));
  return result;
}

/** U(-x²). */
export function atMinusSquare(u: Series): Series {
  let power = 0;
  return series(async () => {
    const sign: Rational = [power % 4 === 0 ? 1n : -1n, 1n];
    power += 1;
    return power % 2 === 0 ? ZERO : times(sign, await get(u));
  });
}

const ZERO: Rational = [0n, 1n];
const ONE: Rational = [1n, 1n];

function series(coefficient: () => Promise<Rational>): Series {
  const made = { demand: new Channel<void>(), coefficients: new Channel<Rational>() };
  void (async () => {
    for await (const _ of made.demand) await made.coefficients.send(await coefficient());
  })();
  return made;
}

async function get({ demand, coefficients }: Series): Promise<Rational> {
  await demand.send();
  return (await coefficients.receive())!;
}

/** Asks both, and takes their answers in whichever order they come. */
async function getBoth(u: Series, v: Series): Promise<[Rational, Rational]> {
  const [none, nothing] = [nilChannel<Rational>(), nilChannel<void>()];
  const got: [Rational, Rational] = [ZERO, ZERO];
  const both = new Select({
    askU: sending(u.demand, undefined),
    askV: sending(v.demand, undefined),
    u: receiving(none),
    v: receiving(none),
  });
  for (let left = 4; left > 0; left -= 1) {
    const chosen = await both.next();
    switch (chosen.case) {
      case "askU":
        both.cases.askU.channel = nothing;
        both.cases.u.channel = u.coefficients;
        break;
      case "askV":
        both.cases.askV.channel = nothing;
        both.cases.v.channel = v.coefficients;
        break;
      case "u":
        both.cases.u.channel = none;
        got[0] = chosen.value!;
        break;
      case "v":
        both.cases.v.channel = none;
        got[1] = chosen.value!;
        break;
    }
  }
  return got;
}

/** A coefficient, and then a series. */
function after(start: Rational, u: Series): Series {
  let begun = false;
  return series(async () => {
    if (begun) return get(u);
    begun = true;
    return start;
  });
}

/**
 * A series twice, each at its own pace. While one of them waits for a new coefficient, the other
 * still delivers those that it has, since the new one may depend on them.
 */
function split(u: Series): readonly [Series, Series] {
  const outputs = [0, 1].map(() => ({
    demand: new Channel<void>(),
    coefficients: new Channel<Rational>(),
    kept: [] as Rational[],
    asked: false,
  })) as [Output, Output];
  void (async () => {
    let asking = false;
    const all = new Select({
      first: receiving(outputs[0].demand),
      second: receiving(outputs[1].demand),
      coefficient: receiving(u.coefficients),
    });
    for (;;) {
      const chosen = await all.next();
      if (chosen.case === "coefficient") {
        asking = false;
        for (const { kept } of outputs) kept.push(chosen.value!);
      } else {
        outputs[chosen.case === "first" ? 0 : 1].asked = true;
      }
      for (const output of outputs) {
        if (!output.asked) continue;
        const coefficient = output.kept.shift();
        if (coefficient !== undefined) {
          output.asked = false;
          await output.coefficients.send(coefficient);
        } else if (!asking) {
          asking = true;
          await u.demand.send();
        }
      }
    }
  })();
  return outputs;
}

interface Output extends Series {
  readonly kept: Rational[];
  asked: boolean;
}

function sum([a, b]: Rational, [c, d]: Rational): Rational {
  return reduced(a * d + c * b, b * d);
}

function times([a, b]: Rational, [c, d]: Rational): Rational {
  return reduced(a * c, b * d);
}

function reduced(above: bigint, below: bigint): Rational {
  let [divisor, rest] = [below, above < 0n ? -above : above];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return [above / divisor, below / divisor];
}
