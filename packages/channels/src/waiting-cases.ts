import { answerInTurn, rejectInTurn } from "@sync-strategies/event-loop";
import { Cancellation, type Cancellable, type WaitOptions } from "./cancellation.ts";
import { AnyCase, type CaseOwner, type ChosenCase } from "./case.ts";
import { shown } from "./shown.ts";

/** From this number of cases on, a set finds two in one queue faster than comparing all pairs. */
const MANY_CASES = 16;

/**
 * The cases of a select, and the wait for them.
 *
 * Invariant: the cases are in their channels' queues exactly while `isWaiting`, all of them or
 * none. The match that takes one removes the others in the same step.
 */
export class WaitingCases implements CaseOwner, Cancellable {
  readonly cases: readonly AnyCase[];
  /** Whether two cases would wait in one queue; undefined if that is to be found out. */
  #shareQueue: boolean | undefined = undefined;
  #resolve: Resolve | undefined = undefined;
  #cancellation: Cancellation | undefined = undefined;

  /**
   * @throws {TypeError} if a case was not made for a select, or already belongs to one. Then no
   *   case is taken.
   */
  constructor(cases: object) {
    this.cases = claim(cases, this);
  }

  get isWaiting(): boolean {
    return this.#resolve !== undefined;
  }

  /** Whether the order in which the cases join their queues can matter. */
  get shareQueue(): boolean {
    return (this.#shareQueue ??= shareAQueue(this.cases));
  }

  /** Joins all queues in one step, in this order of the cases. None of the cases is ready. */
  wait(order: readonly AnyCase[], options: WaitOptions | undefined): Promise<ChosenCase> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (options !== undefined) this.#cancellation = new Cancellation(this, options);
      for (const selectCase of order) selectCase.wait();
    });
  }

  /** A peer has taken a case out of its queue; the other cases leave theirs in the same step. */
  settle(chosen: ChosenCase): void {
    this.#cancellation?.end();
    this.#leave()?.(answerInTurn(chosen));
  }

  /** A case can no longer be carried out. */
  refuse(error: Error): void {
    this.#cancellation?.end();
    this.cancel(error);
  }

  /** The wait's signal has aborted, or its time is over. */
  cancel(reason: unknown): void {
    this.#leave()?.(rejectInTurn(reason));
  }

  queueChanged(): void {
    this.#shareQueue = undefined;
  }

  /** Leaves all queues in one step. Returns the function that answers the wait. */
  #leave(): Resolve | undefined {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    this.#cancellation = undefined;
    for (const selectCase of this.cases) selectCase.leave();
    return resolve;
  }
}

type Resolve = (chosen: ChosenCase | PromiseLike<ChosenCase>) => void;

/** Makes the owner the owner of all these cases; of none, if one of them is a mistake. */
function claim(cases: object, owner: CaseOwner): AnyCase[] {
  if (typeof cases !== "object" || cases === null) {
    throw new TypeError(`The cases of a select are an object or an array, not ${shown(cases)}.`);
  }
  const claimed: AnyCase[] = [];
  try {
    if (Array.isArray(cases)) for (const [index, one] of cases.entries()) take(index, one);
    else for (const [name, one] of Object.entries(cases)) take(name, one);
  } catch (error) {
    for (const selectCase of claimed) selectCase.owner = undefined;
    throw error;
  }
  return claimed;

  function take(name: string | number, selectCase: unknown): void {
    if (selectCase === undefined) return;
    if (!(selectCase instanceof AnyCase)) {
      throw new TypeError(
        `The case ${shown(name)} must be made by receiving(), sending(), aborting() or settling(), ` +
          `or be undefined; it is ${shown(selectCase)}.`,
      );
    }
    if (selectCase.owner !== undefined) {
      throw new TypeError(`The case ${shown(name)} belongs to another select, or is here twice.`);
    }
    selectCase.name = name;
    selectCase.owner = owner;
    claimed.push(selectCase);
  }
}

/** Whether two of the cases would wait at the same end of one channel, signal or promise. */
function shareAQueue(cases: readonly AnyCase[]): boolean {
  if (cases.length >= MANY_CASES) return manyShareAQueue(cases);
  for (const [index, one] of cases.entries()) {
    if (one.queue === undefined) continue;
    for (let earlier = 0; earlier < index; earlier += 1) {
      const other = cases[earlier];
      if (other?.queue === one.queue && other?.kind === one.kind) return true;
    }
  }
  return false;
}

function manyShareAQueue(cases: readonly AnyCase[]): boolean {
  const seenByKind = {
    receive: new Set<object>(),
    send: new Set<object>(),
    signal: new Set<object>(),
    promise: new Set<object>(),
  };
  return cases.some(({ kind, queue }) => {
    if (queue === undefined) return false;
    const seen = seenByKind[kind];
    return seen.size === seen.add(queue).size;
  });
}
