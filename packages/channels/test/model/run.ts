/**
 * Runs a program on the real channels and on the model, and compares them after every step: what
 * each call returned, what each channel shows, and, when a turn of the event loop is over, how
 * each operation has ended and which still wait.
 */
import {
  aborting,
  Channel,
  nilChannel,
  receiving,
  Select,
  select,
  sending,
  type ReceiveCase,
  type SendCase,
  type SignalCase,
} from "@sync-strategies/channels";
import { nextTurn } from "@sync-strategies/event-loop";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { vi } from "vitest";
import { WatchedController } from "../watched-signal.ts";
import {
  abortSignal,
  begin,
  cancel,
  close,
  initialState,
  leaveIterator,
  NIL,
  passTime,
  receivesAt,
  sendsAt,
  type ModelCase,
  type Operation,
  type State,
} from "./model.ts";
import { SIGNAL_COUNT, type CasePlan, type Limits, type Program, type Step } from "./programs.ts";

/**
 * Undefined if the channels did what the model allows; otherwise the first difference, in words.
 * Timers must be fake.
 */
export async function difference(program: Program): Promise<string | undefined> {
  vi.clearAllTimers(); // those of waits of an earlier program
  const run = new Run(program.capacities);
  for (const step of program.steps) {
    const wrong =
      (await run.take(step)) ??
      run.compareChannels() ??
      (program.turnAfterEach || run.stateCount > MOST_STATES
        ? await run.compareOutcomes()
        : undefined);
    if (wrong !== undefined) return `after step ${step.id}: ${wrong}`;
  }
  const wrong = await run.compareOutcomes();
  return wrong === undefined ? undefined : `at the end: ${wrong}`;
}

/** So many possible states call for a look at the outcomes, which tell them apart. */
const MOST_STATES = 16;

type AnyCase = ReceiveCase<number> | SendCase<number> | SignalCase;

interface KeptSelect {
  readonly select: Select<Record<string, AnyCase>>;
  plans: CasePlan[];
}

class Run {
  readonly #channels: readonly Channel<number>[];
  /** All states that nothing observed so far contradicts. */
  #states: State[];
  readonly #outcomes = new Map<number, string>();
  readonly #controllers = new Map<number, WatchedController>();
  /** The signals that selects have as a case. */
  readonly #signals = Array.from({ length: SIGNAL_COUNT }, () => new WatchedController());
  readonly #kept = new Map<number, KeptSelect>();
  readonly #iterators = new Map<
    number,
    { source: AsyncIterator<number>; channel: number; limits: Limits }
  >();
  /** Outcomes that the caller does not learn. */
  readonly #posted = new Set<number>();
  #nowMs = 0;
  readonly #generator = xoroshiro128plus(1);
  readonly #random = (): number => uniformFloat64(this.#generator);

  constructor(capacities: readonly number[]) {
    this.#channels = capacities.map((capacity) => new Channel<number>(capacity));
    this.#states = [initialState(capacities)];
  }

  get stateCount(): number {
    return this.#states.length;
  }

  /** Takes one step on both sides. A difference in what the call returned is described. */
  take(step: Step): string | undefined | Promise<string | undefined> {
    switch (step.do) {
      case "send": {
        const { channel, value, limits } = step;
        this.#note(
          step.id,
          this.#channel(channel)
            .send(value, this.#options(step.id, limits))
            .then(() => "sent"),
        );
        return this.#begin(step.id, [{ channel, value, label: "" }], limits);
      }
      case "post": {
        const { id, channel, value } = step;
        this.#posted.add(id);
        const result = resultOf(() => this.#channel(channel).post(value));
        const closed = this.#isClosed(channel);
        if (result !== (closed ? "closed" : undefined)) return `post: ${result}`;
        return closed ? undefined : this.#begin(id, [{ channel, value, label: "" }], {});
      }
      case "trySend": {
        const { id, channel, value } = step;
        const result = resultOf(() =>
          this.#channel(channel).trySend(value) ? "sent" : "would wait",
        );
        return this.#tryNow(id, [{ channel, value, label: "" }], result);
      }
      case "receive": {
        const { channel, limits } = step;
        const received = this.#channel(channel).receive(this.#options(step.id, limits));
        this.#note(
          step.id,
          received.then((value) => (value === undefined ? "ended" : `received ${value}`)),
        );
        return this.#begin(step.id, [{ channel, label: "" }], limits);
      }
      case "receiveOk": {
        const { channel, limits } = step;
        const received = this.#channel(channel).receiveOk(this.#options(step.id, limits));
        this.#note(step.id, received.then(inWords));
        return this.#begin(step.id, [{ channel, label: "" }], limits);
      }
      case "tryReceive": {
        const { id, channel } = step;
        const received = this.#channel(channel).tryReceive();
        const result = received === undefined ? "would wait" : inWords(received);
        return this.#tryNow(id, [{ channel, label: "" }], result);
      }
      case "close":
      case "dispose": {
        const { channel } = step;
        const closed = this.#isClosed(channel);
        const dispose = step.do === "dispose";
        const result = resultOf(() =>
          dispose ? this.#channel(channel)[Symbol.dispose]() : this.#channel(channel).close(),
        );
        const right = dispose || (!closed && channel !== NIL);
        const expected = right ? undefined : closed ? "closed" : "TypeError";
        if (result !== expected) return `${step.do}: expected ${expected}, got ${result}`;
        if (!closed && channel !== NIL) this.#step((state) => [close(state, channel)]);
        return undefined;
      }
      case "select": {
        const { id, cases, limits } = step;
        const options = { ...this.#options(id, limits), random: this.#random };
        const chosen = select(this.#cases(cases), options);
        this.#note(id, chosen.then(selectInWords));
        return this.#begin(id, modelCases(cases), limits);
      }
      case "keep": {
        const { id, cases } = step;
        const kept = new Select(this.#cases(cases), { random: this.#random });
        this.#kept.set(id, { select: kept, plans: [...cases] });
        return undefined;
      }
      case "next": {
        const kept = this.#kept.get(step.kept);
        if (kept === undefined || this.#keptWaits(step.kept)) return undefined;
        const { id, limits } = step;
        const chosen = kept.select.next(this.#options(id, limits));
        this.#note(id, chosen.then(selectInWords));
        return this.#begin(id, modelCases(kept.plans), limits, { kept: step.kept });
      }
      case "poll": {
        const kept = this.#kept.get(step.kept);
        if (kept === undefined || this.#keptWaits(step.kept)) return undefined;
        const result = resultOf(() => {
          const chosen = kept.select.poll();
          return chosen === undefined ? "would wait" : selectInWords(chosen);
        });
        return this.#tryNow(step.id, modelCases(kept.plans), result);
      }
      case "replace": {
        const { at, by } = step;
        const kept = this.#kept.get(step.kept);
        const plan = kept?.plans[at];
        if (kept === undefined || plan === undefined) return undefined;
        const replaced = kept.select.cases[at]!;
        if (replaced.kind === "signal") return undefined;
        replaced.channel = this.#channel(by.channel);
        const value = by.value ?? step.id * 10;
        if ("value" in replaced) replaced.value = value;
        kept.plans[at] =
          plan.value === undefined ? { channel: by.channel } : { channel: by.channel, value };
        return undefined;
      }
      case "iterate": {
        const { id, channel, limits } = step;
        const options = this.#options(id, limits);
        const source = this.#channel(channel).values(options)[Symbol.asyncIterator]();
        this.#iterators.set(id, { source, channel, limits });
        return undefined;
      }
      case "nextOf": {
        const its = this.#iterators.get(step.iterator);
        if (its === undefined || this.#iteratorWaits(step.iterator)) return undefined;
        const { id, iterator } = step;
        this.#note(
          id,
          its.source.next().then(({ done, value }) => (done ? "ended" : `received ${value}`)),
        );
        if (this.#states[0]!.endedIterators.includes(iterator)) {
          return this.#begin(id, [], {}, { iterator });
        }
        const controller = this.#controllers.get(iterator);
        if (controller !== undefined) this.#controllers.set(id, controller);
        const aborted = controller?.signal.aborted === true && {
          signal: "aborted before" as const,
        };
        const limits = { ...its.limits, ...aborted };
        return this.#begin(id, [{ channel: its.channel, label: "" }], limits, { iterator });
      }
      case "leave": {
        const its = this.#iterators.get(step.iterator);
        if (its?.source.return === undefined) return undefined;
        this.#note(
          step.id,
          its.source.return().then(({ done }) => (done ? "left" : "not left")),
        );
        this.#step((state) => {
          const { outcomes, ...rest } = leaveIterator(state, step.iterator);
          return [{ ...rest, outcomes: new Map(outcomes).set(step.id, ["left"]) }];
        });
        return undefined;
      }
      case "abort": {
        const controller = this.#controllers.get(step.operation);
        if (controller === undefined) return undefined;
        controller.abort("aborted");
        for (const [id, its] of this.#controllers) {
          if (its === controller) this.#step((state) => [cancel(state, id, "aborted")]);
        }
        return undefined;
      }
      case "abortSignal":
        if (this.#signals[step.signal]!.signal.aborted) return undefined;
        this.#signals[step.signal]!.abort("aborted");
        this.#step((state) => [abortSignal(state, step.signal)]);
        return undefined;
      case "pass":
        this.#nowMs += step.ms;
        vi.advanceTimersByTime(step.ms);
        this.#step((state) => [passTime(state, this.#nowMs)]);
        return undefined;
      case "turn":
        return this.compareOutcomes();
    }
  }

  /** What the channels show now, and what they hold elsewhere: timers, and listeners at signals. */
  compareChannels(): string | undefined {
    const controllers = new Set([...this.#controllers.values(), ...this.#signals]);
    return this.#observe(
      [
        ...this.#channels.map(({ length, capacity, closed, waiting: { senders, receivers } }) =>
          channelInWords(length, capacity, closed, senders, receivers),
        ),
        `${vi.getTimerCount()} timers`,
        `${[...controllers].filter(({ listeners }) => listeners > 0).length} signals listened to`,
      ],
      ({ channels, waiting }) => {
        const limited = waiting.filter(({ deadlineMs }) => deadlineMs < Infinity);
        const listening = new Set(
          waiting.flatMap(({ id, cases }) => [
            this.#controllers.get(id),
            ...cases.map(({ signal = -1 }) => this.#signals[signal]),
          ]),
        );
        listening.delete(undefined);
        return [
          ...channels.map(({ buffer, capacity, closed }, index) => {
            const senders = waiting.flatMap((operation) => sendsAt(operation, index)).length;
            const receivers = waiting.flatMap((operation) => receivesAt(operation, index)).length;
            return [channelInWords(buffer.length, capacity, closed, senders, receivers)];
          }),
          [`${limited.length} timers`],
          [`${listening.size} signals listened to`],
        ];
      },
    );
  }

  /** How the operations have ended by the end of this turn of the event loop. */
  async compareOutcomes(): Promise<string | undefined> {
    await nextTurn();
    const inOrder = <Outcome>(outcomes: ReadonlyMap<number, Outcome>): [number, Outcome][] =>
      [...outcomes].filter(([id]) => !this.#posted.has(id)).toSorted(([a], [b]) => a - b);
    const wrong = this.#observe(
      inOrder(this.#outcomes).map(([id, outcome]) => `${id} ${outcome}`),
      (state) =>
        inOrder(state.outcomes).map(([id, allowed]) =>
          allowed.map((outcome) => `${id} ${outcome}`),
        ),
    );
    if (wrong !== undefined) return wrong;
    // What has been compared can be forgotten. States that differed only in that are one.
    this.#outcomes.clear();
    const states = this.#states.map((state): State => ({ ...state, outcomes: new Map() }));
    this.#states = [...new Map(states.map((state) => [JSON.stringify(state), state])).values()];
    return undefined;
  }

  #channel(index: number): Channel<number> {
    return this.#channels[index] ?? nilChannel();
  }

  #isClosed(channel: number): boolean {
    return this.#states[0]!.channels[channel]?.closed ?? false;
  }

  #cases(plans: readonly CasePlan[]): Record<string, AnyCase> {
    return Object.fromEntries(plans.map((plan, index) => [String(index), this.#case(plan)]));
  }

  #case({ channel, value, signal }: CasePlan): AnyCase {
    if (signal !== undefined) return aborting(this.#signals[signal]!.signal);
    const its = this.#channel(channel);
    return value === undefined ? receiving(its) : sending(its, value);
  }

  #options(id: number, { signal, timeoutMs }: Limits): { signal?: AbortSignal } | undefined {
    if (signal === undefined && timeoutMs === undefined) return undefined;
    const controller = new WatchedController();
    if (signal !== undefined) this.#controllers.set(id, controller);
    if (signal === "aborted before") controller.abort("aborted");
    return {
      ...(signal !== undefined && { signal: controller.signal }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
  }

  #note(id: number, outcome: Promise<string>): void {
    outcome.then(
      (its) => this.#outcomes.set(id, its),
      (error: unknown) => this.#outcomes.set(id, reasonInWords(error)),
    );
  }

  /** An operation of the model that may wait. */
  #begin(
    id: number,
    cases: readonly ModelCase[],
    { signal, timeoutMs = Infinity }: Limits,
    user: { iterator?: number; kept?: number } = {},
  ): undefined {
    const operation: Operation = {
      id,
      cases,
      mayWait: true,
      deadlineMs: this.#nowMs + timeoutMs,
      ...user,
    };
    this.#step((state) => {
      if (signal !== "aborted before") return begin(state, operation);
      return [cancel({ ...state, waiting: [...state.waiting, operation] }, id, "aborted")];
    });
  }

  /** An operation that may not wait, and what the real one returned. */
  #tryNow(id: number, cases: readonly ModelCase[], result: string | undefined): string | undefined {
    this.#step((state) => begin(state, { id, cases, mayWait: false, deadlineMs: Infinity }));
    this.#outcomes.set(id, String(result));
    return this.#observe([String(result)], (state) => [state.outcomes.get(id) ?? ["waits"]]);
  }

  #keptWaits(kept: number): boolean {
    return this.#states.some(({ waiting }) => waiting.some((one) => one.kept === kept));
  }

  #iteratorWaits(iterator: number): boolean {
    return this.#states.some(({ waiting }) => waiting.some((one) => one.iterator === iterator));
  }

  #step(change: (state: State) => State[]): void {
    this.#states = this.#states.flatMap(change);
  }

  /**
   * Drops the states that what was seen contradicts; describes the difference if none is left. Both
   * are lists of lines, and a state may allow several contents for a line.
   */
  #observe(
    seen: readonly string[],
    allowedBy: (state: State) => readonly (readonly string[])[],
  ): string | undefined {
    const before = this.#states;
    this.#states = before.filter((state) => {
      const allowed = allowedBy(state);
      return (
        allowed.length === seen.length && seen.every((line, at) => allowed[at]?.includes(line))
      );
    });
    if (this.#states.length > 0) return undefined;
    const ways = before.map((state) =>
      allowedBy(state)
        .map((line) => line.join(" | "))
        .join("\n"),
    );
    return `the channels show\n${seen.join("\n")}\nand the model allows\n${[...new Set(ways)].join("\nor\n")}`;
  }
}

function channelInWords(
  length: number,
  capacity: number,
  closed: boolean,
  senders: number,
  receivers: number,
): string {
  const state = closed ? "closed" : "open";
  return `${state}, ${length} of ${capacity} buffered, ${senders} senders and ${receivers} receivers wait`;
}

function modelCases(plans: readonly CasePlan[]): ModelCase[] {
  return plans.map((plan, index) => ({ ...plan, label: `case ${index}: ` }));
}

function inWords(received: { readonly ok: boolean; readonly value: unknown }): string {
  return received.ok ? `received ${String(received.value)}` : "ended";
}

function selectInWords(chosen: { case: string; ok: boolean; value: unknown }): string {
  const { ok, value } = chosen;
  const outcome =
    ok && value === undefined ? "sent" : value === "aborted" ? value : inWords(chosen);
  return `case ${chosen.case}: ${outcome}`;
}

/** What a call returned or threw. */
function resultOf(call: () => string | void): string | undefined {
  try {
    return call() ?? undefined;
  } catch (error) {
    return reasonInWords(error);
  }
}

function reasonInWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  if (code === "CHANNEL_CLOSED") return "closed";
  if (code === "CHANNEL_TIMEOUT") return "timed out";
  return error.name;
}
