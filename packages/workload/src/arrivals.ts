/**
 * When operations arrive in an open loop, and whose they are, decided before anything runs.
 *
 * Each client is a separate source, whose operations arrive as a Poisson process. All of them
 * together are one, too: the gaps between arrivals are exponential, and each arrival is as
 * likely to be any client's. The kinds of operation therefore mix as the roles do.
 *
 * Gaps are kept as parts of the mean gap. A higher rate plays the same arrivals faster.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { WorkloadParameters } from "./knobs.ts";
import { isOwn, placeInMember, type MemberShare } from "./member-share.ts";

export interface Arrivals {
  /** From each arrival's predecessor, or from the start, to it: {@link GAP_UNITS} is the mean. */
  readonly gaps: Int32Array;
  /** Whose operation it is: a place in the list of streams. */
  readonly clients: Int32Array;
}

/** How finely gaps are told apart. As whole numbers they are the same on every machine. */
export const GAP_UNITS = 2 ** 20;

/** How many arrivals are generated before they start over. */
const ARRIVALS_TO_GENERATE = 2 ** 16;

/**
 * The arrivals of an open loop; none of a closed one. Which operation an arrival performs is
 * left to its client's stream, so that, as in a closed loop, a client performs its operations in
 * order and leaves none out, even if one of its arrivals was dropped.
 */
export function generateArrivals(parameters: WorkloadParameters): Arrivals {
  const { readers, writers, updaters, seed, ratePerSecond } = parameters;
  const length = ratePerSecond > 0 ? ARRIVALS_TO_GENERATE : 0;
  const arrivals = { gaps: new Int32Array(length), clients: new Int32Array(length) };
  const generator = xoroshiro128plus(seed);
  // Far away from where the streams' numbers are drawn.
  generator.jump();
  for (let index = 0; index < length; index++) {
    arrivals.gaps[index] = Math.round(-Math.log(1 - uniformFloat64(generator)) * GAP_UNITS);
    arrivals.clients[index] = uniformInt(generator, 0, readers + writers + updaters - 1);
  }
  return arrivals;
}

/** The arrivals of one member's clients, at just the moments that they have among all. */
export interface OwnArrivals {
  /** From the start to each arrival, in units of {@link GAP_UNITS}. */
  readonly moments: Float64Array;
  /** Whose operation it is: which of the member's clients, from 0. */
  readonly clients: Int32Array;
  /** After this number of units the arrivals start over. */
  readonly lapUnits: number;
}

export function ownArrivals({ gaps, clients }: Arrivals, share: MemberShare): OwnArrivals {
  const moments: number[] = [];
  const places: number[] = [];
  let units = 0;
  gaps.forEach((gap, index) => {
    units += gap;
    const client = clients[index] ?? 0;
    if (!isOwn(client, share)) return;
    moments.push(units);
    places.push(placeInMember(client, share));
  });
  return {
    moments: Float64Array.from(moments),
    clients: Int32Array.from(places),
    lapUnits: units,
  };
}
