/**
 * Random programs for channels, as data: so a program that fails can be made smaller and printed.
 *
 * A step names what it refers to by number (a channel, an earlier operation, a kept select), and
 * does nothing if there is no such thing. So any part of a program is a program.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { NIL } from "./model.ts";

/** Limits of a wait; an operation with a signal can be aborted by a later step. */
export interface Limits {
  readonly signal?: "open" | "aborted before";
  readonly timeoutMs?: number;
}

/** A case of a select: it sends `value`, or receives if there is none, or is a signal's abort. */
export interface CasePlan {
  readonly channel: number;
  readonly value?: number;
  readonly signal?: number;
}

/** How many signals there are that selects have as a case. */
export const SIGNAL_COUNT = 2;

export type Step = { readonly id: number } & (
  | { do: "send"; channel: number; value: number; limits: Limits }
  | { do: "post" | "trySend"; channel: number; value: number }
  | { do: "receive" | "receiveOk"; channel: number; limits: Limits }
  | { do: "tryReceive" | "close" | "dispose"; channel: number }
  | { do: "select"; cases: readonly CasePlan[]; limits: Limits }
  | { do: "keep"; cases: readonly CasePlan[] }
  | { do: "next"; kept: number; limits: Limits }
  | { do: "poll"; kept: number }
  | { do: "replace"; kept: number; at: number; by: CasePlan }
  | { do: "iterate"; channel: number; limits: Limits }
  | { do: "nextOf" | "leave"; iterator: number }
  | { do: "abort"; operation: number }
  | { do: "abortSignal"; signal: number }
  | { do: "pass"; ms: number }
  | { do: "turn" }
);

export interface Program {
  readonly capacities: readonly number[];
  /**
   * Whether the event loop has its turn after every step, so that all outcomes can be seen then.
   * Otherwise steps follow each other in one turn, as the calls of one task do, until one of them
   * is the turn.
   */
  readonly turnAfterEach: boolean;
  readonly steps: readonly Step[];
}

/** How often each kind of step is drawn, in parts. Waits are most likely, closing is rare. */
const PARTS: Record<Step["do"], number> = {
  send: 12,
  post: 4,
  trySend: 6,
  receive: 8,
  receiveOk: 8,
  tryReceive: 6,
  select: 12,
  keep: 4,
  next: 14,
  poll: 4,
  replace: 10,
  iterate: 4,
  nextOf: 14,
  leave: 2,
  abort: 8,
  abortSignal: 1,
  pass: 3,
  turn: 20,
  close: 2,
  dispose: 1,
};
const KINDS = Object.entries(PARTS).flatMap(([kind, parts]) =>
  Array.from({ length: parts }, () => kind as Step["do"]),
);

export function randomProgram(seed: number, length: number): Program {
  const generator = xoroshiro128plus(seed);
  const lot = (below: number): number => uniformInt(generator, 0, below - 1);
  const capacities = Array.from({ length: 1 + lot(3) }, () => [0, 0, 1, 2, 6][lot(5)]!);
  const turnAfterEach = lot(2) === 0;
  const kept: number[] = [];
  const iterators: number[] = [];
  const one = (of: readonly number[]): number => of[lot(Math.max(1, of.length))] ?? 0;
  const channel = (): number => (lot(12) === 0 ? NIL : lot(capacities.length));
  const limits = (): Limits => ({
    ...[{ signal: "open" as const }, { signal: "aborted before" as const }, {}, {}][
      lot(12) === 0 ? 1 : lot(2) * 2
    ],
    ...(lot(4) === 0 ? { timeoutMs: 1 + lot(20) } : {}),
  });

  const steps = Array.from({ length }, (_, id): Step => {
    const channelPlan = (at: number): CasePlan =>
      lot(2) === 0 ? { channel: channel() } : { channel: channel(), value: id * 10 + at };
    const casePlan = (at: number): CasePlan =>
      lot(12) === 0 ? { channel: NIL, signal: lot(SIGNAL_COUNT) } : channelPlan(at);
    const cases = (): CasePlan[] => Array.from({ length: lot(6) }, (_none, at) => casePlan(at));
    const kind = KINDS[lot(KINDS.length)]!;
    switch (kind) {
      case "send":
        return { id, do: kind, channel: channel(), value: id * 10, limits: limits() };
      case "post":
      case "trySend":
        return { id, do: kind, channel: channel(), value: id * 10 };
      case "receive":
      case "receiveOk":
        return { id, do: kind, channel: channel(), limits: limits() };
      case "tryReceive":
      case "close":
      case "dispose":
        return { id, do: kind, channel: channel() };
      case "select":
        return { id, do: kind, cases: cases(), limits: limits() };
      case "keep":
        kept.push(id);
        return { id, do: kind, cases: cases() };
      case "next":
        return { id, do: kind, kept: one(kept), limits: limits() };
      case "poll":
        return { id, do: kind, kept: one(kept) };
      case "replace":
        return { id, do: kind, kept: one(kept), at: lot(3), by: channelPlan(0) };
      case "iterate":
        iterators.push(id);
        return { id, do: kind, channel: channel(), limits: limits() };
      case "nextOf":
      case "leave":
        return { id, do: kind, iterator: one(iterators) };
      case "abort":
        // A recent operation: older ones have mostly ended, and an abort changes nothing then.
        return { id, do: kind, operation: Math.max(0, id - 1 - lot(12)) };
      case "abortSignal":
        return { id, do: kind, signal: lot(SIGNAL_COUNT) };
      case "pass":
        return { id, do: kind, ms: 1 + lot(10) };
      case "turn":
        return { id, do: kind };
    }
  });
  return { capacities, turnAfterEach, steps };
}

export function inWords({ capacities, turnAfterEach, steps }: Program): string {
  return [
    `channels of capacity ${capacities.join(", ")} (number ${NIL} is nil)`,
    ...(turnAfterEach ? ["a turn of the event loop after each step"] : []),
    ...steps.map(({ id, do: kind, ...rest }) => `${id}: ${kind} ${JSON.stringify(rest)}`),
  ].join("\n");
}
