/**
 * Go's select: waits for several sends and receives at once, and carries out exactly one. (The Go
 * Programming Language Specification, "Select statements".)
 *
 * A case is itself the waiter in its channel's queue, as a sudog is in Go's runtime. So a select
 * that is used repeatedly allocates nothing for its cases.
 *
 * Invariant: the cases of a select are in their channels' queues exactly while it waits, all of
 * them or none. The match that takes one case removes the others in the same step. So any case
 * found in a queue may be taken, no second case can be taken, and no code need check whether a
 * queued case is still wanted, even when two selects match each other.
 */
import { answerInTurn, rejectInTurn } from "@sync-strategies/event-loop";
import { refusal, type WaitOptions } from "./cancellation.ts";
import type { AnyCase } from "./case.ts";
import type { Cases, Chosen } from "./chosen.ts";
import { shown } from "./shown.ts";
import { WaitingCases } from "./waiting-cases.ts";

export interface SelectOptions {
  /**
   * Chooses among ready cases, and among cases that wait at one channel: returns a number of at
   * least 0 and below 1.
   */
  readonly random?: (() => number) | undefined;
}

/**
 * Waits for the first of these cases that can be carried out, carries it out and resolves to it.
 * If several are ready, one of them is chosen at random.
 *
 *     const chosen = await select({ job: receiving(jobs), done: sending(results, result) });
 *     if (chosen.case === "job") work(chosen.value);
 *
 * The cases may also be an array; then `chosen.case` is the index, a number. A case that is
 * `undefined` is switched off.
 *
 * Go's `default` is a select that does not wait: `new Select({ … }).poll() ?? …`.
 *
 * @throws {ChannelClosedError} as a rejection, if the chosen case sends on a closed channel.
 */
export function select<const SomeCases extends Cases>(
  cases: SomeCases,
  options?: WaitOptions & SelectOptions,
): Promise<Chosen<SomeCases>> {
  try {
    return new Select(cases, options).next(options);
  } catch (error) {
    return rejectInTurn(error);
  }
}

/** A select that one task uses repeatedly: what a Go program writes in a loop. */
export class Select<const SomeCases extends Cases> {
  /** The cases. What they wait for may be replaced, but not the cases themselves. */
  readonly cases: Readonly<SomeCases>;

  readonly #cases: WaitingCases;
  readonly #random: () => number;

  /**
   * @throws {TypeError} if a case was not made for a select, or already belongs to one. Then no
   *   case is taken.
   */
  constructor(cases: SomeCases, options: SelectOptions = {}) {
    this.cases = cases;
    this.#random = randomOf(options);
    this.#cases = new WaitingCases(cases);
  }

  /**
   * Carries out one of the ready cases, each equally likely, without waiting: a select with a
   * default. Returns `undefined` where Go would run the default.
   *
   * @throws {ChannelClosedError} if the chosen case sends on a closed channel.
   * @throws {TypeError} while a call of {@link next} waits.
   */
  poll(): Chosen<SomeCases> | undefined {
    if (this.#cases.isWaiting) throw new TypeError(ONE_TASK);
    const { cases } = this.#cases;
    let readyCount = 0;
    for (const selectCase of cases) if (selectCase.isReady()) readyCount += 1;
    if (readyCount === 0) return undefined;
    // A second pass costs less than a list of the ready cases.
    let lot = readyCount === 1 ? 0 : this.#drawLot(readyCount);
    for (const selectCase of cases) {
      if (selectCase.isReady() && lot-- === 0) {
        return selectCase.carryOut() as Chosen<SomeCases>;
      }
    }
    return undefined;
  }

  /**
   * Waits until a case can be carried out, carries it out and resolves to it. Without cases, or
   * with nil channels only, it waits until it is cancelled.
   *
   * Channels and values are those at the time of the call, as in Go.
   *
   * @throws {ChannelClosedError} as a rejection, if the chosen case sends on a channel that is
   *   closed, or is closed while the select waits.
   */
  next(options?: WaitOptions): Promise<Chosen<SomeCases>> {
    const refused = options === undefined ? undefined : refusal(options);
    if (refused !== undefined) return refused;
    try {
      // Fast path: a case is ready.
      const chosen = this.poll();
      if (chosen !== undefined) return Promise.resolve(answerInTurn(chosen));
      // Slow path: join all queues in one step.
      return this.#cases.wait(this.#inOrderOfJoining(), options) as Promise<Chosen<SomeCases>>;
    } catch (error) {
      return rejectInTurn(error);
    }
  }

  /**
   * Of two cases that wait in one queue, the first is taken. Where there are such cases, their
   * order is random, so that each is taken equally often.
   */
  #inOrderOfJoining(): readonly AnyCase[] {
    const { cases, shareQueue } = this.#cases;
    if (!shareQueue) return cases;
    const shuffled = [...cases];
    for (const [index, selectCase] of cases.entries()) {
      const place = this.#drawLot(index + 1);
      shuffled[index] = shuffled[place] ?? selectCase;
      shuffled[place] = selectCase;
    }
    return shuffled;
  }

  /** A random whole number of at least 0 and below `count`. */
  #drawLot(count: number): number {
    const share = this.#random();
    if (share >= 0 && share < 1) return Math.floor(share * count);
    throw new RangeError(`random() must return at least 0 and below 1, not ${shown(share)}.`);
  }
}

const ONE_TASK = "Another task already waits for this select; each task needs its own.";

function randomOf(options: SelectOptions): () => number {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`The options of a select must be an object, not ${shown(options)}.`);
  }
  const { random = Math.random } = options;
  if (typeof random === "function") return random;
  throw new TypeError(`random must be a function, not ${shown(random)}.`);
}
