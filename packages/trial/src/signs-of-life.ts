/**
 * How far a trial is, and for how long each part of it has made no progress. A part is the trial
 * as a whole, or one of its members: while three threads go on, the fourth may hang.
 */
import type { ClientsProgress, MemberProgress } from "./clients.ts";
import type { TrialPhase } from "./measure.ts";

export interface Signs {
  readonly phase: TrialPhase;
  readonly completedOps: number;
  /** For how long no operation completed in this phase. */
  readonly idleMs: number;
  readonly members: readonly MemberSigns[];
}

export interface MemberSigns extends MemberProgress {
  /** The same of the member alone, since it was asked for what it does. */
  readonly idleMs: number;
  /** For how long its event loop has not turned, as far as can be seen. */
  readonly silentMs: number;
}

/** What a part was like since when. */
interface Mark {
  readonly completedOps: number;
  readonly isAwaited: boolean;
  readonly since: number;
}

interface MemberMark extends Mark {
  readonly notices: number;
  readonly silentSince: number;
}

export class SignsOfLife {
  #phase: TrialPhase | undefined;
  #whole: Mark | undefined;
  #members: readonly MemberMark[] = [];

  /** @param now in milliseconds. */
  look(phase: TrialPhase, { completedOps, members }: ClientsProgress, now: number): Signs {
    // A phase that begins is progress.
    const isNew = phase !== this.#phase;
    this.#phase = phase;
    const whole = { completedOps, isAwaited: true };
    this.#whole = mark(isNew ? undefined : this.#whole, whole, now);
    const before = isNew ? [] : this.#members;
    this.#members = members.map((part, member) => markMember(before[member], part, now));
    return {
      phase,
      completedOps,
      idleMs: now - this.#whole.since,
      members: this.#members.map(({ since, silentSince, ...part }, member) => ({
        name: members[member]!.name,
        ...part,
        idleMs: now - since,
        silentMs: now - silentSince,
      })),
    };
  }
}

function mark(
  before: Mark | undefined,
  { completedOps, isAwaited }: Pick<Mark, "completedOps" | "isAwaited">,
  now: number,
): Mark {
  const isSame = before?.completedOps === completedOps && before.isAwaited === isAwaited;
  return { completedOps, isAwaited, since: isSame ? before.since : now };
}

function markMember(
  before: MemberMark | undefined,
  { notices, ...part }: MemberProgress,
  now: number,
): MemberMark {
  const isSilent = before?.notices === notices;
  const silentSince = isSilent ? before.silentSince : now;
  return { ...mark(before, part, now), notices, silentSince };
}

/** For how long the trial has been waiting for a part that makes no progress. */
export function waitedMs({ idleMs, members }: Signs): number {
  const awaited = members.filter(({ isAwaited }) => isAwaited);
  return awaited.length === 0 ? idleMs : Math.max(...awaited.map((member) => member.idleMs));
}

/** The members that keep the trial waiting; none if it is the whole that does. */
export function stalledMembers(signs: Signs): readonly MemberSigns[] {
  // One that goes on was seen to a moment ago, so there is a wide margin between the two kinds.
  const longest = waitedMs(signs);
  const stalled = signs.members.filter(
    ({ isAwaited, idleMs }) => isAwaited && idleMs > longest / 2,
  );
  return stalled.length < signs.members.length ? stalled : [];
}

/** The members whose event loops have not turned meanwhile. */
export function silentMembers(signs: Signs): readonly MemberSigns[] {
  const longest = waitedMs(signs);
  return signs.members.filter(({ silentMs }) => silentMs > longest / 2);
}
