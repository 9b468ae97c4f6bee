/** What a run found out, and how that follows from what its members noted on the way. */
import { mergeUpdates, type AcknowledgedUpdates } from "./acknowledged-updates.ts";
import { sampleOfAges } from "./in-flight.ts";
import type { WorkloadParameters } from "./knobs.ts";
import { summarizeLatency, type LatencySample, type LatencySummary } from "./latency.ts";
import { placeInMember } from "./member-share.ts";
import type { OperationStream, Role } from "./operation-streams.ts";
import { overtakenByOthers } from "./overtaken.ts";
import { completedPerTenth } from "./progress.ts";
import type { ClientNotes, RunNotes } from "./run-notes.ts";
import { samplingInterval } from "./sampling-interval.ts";
import { mergeUnknownWrites, type UnknownWrites } from "./unknown-outcomes.ts";

export type OperationKind = "read" | "write" | "update";

/** What the clients of each role do. */
export const kindOf = {
  reader: "read",
  writer: "write",
  updater: "update",
} as const satisfies Record<Role, OperationKind>;

export interface RunResult {
  /** Operations that completed before the run's end, by kind. */
  readonly readOps: number;
  readonly writeOps: number;
  readonly updateOps: number;
  /**
   * From the first call to the end: the deadline, or the last operation that was asked for. Of
   * several members, from the first one's start to the last one's end.
   */
  readonly elapsedMs: number;
  /** Operations called before the end that completed after it. They are not counted. */
  readonly inFlightAtDeadline: number;
  /**
   * Of each client, how long its operation had been in flight at the end, at least, in microseconds;
   * null if it had none. In an open loop, where a client may have several, the oldest one.
   */
  readonly perClientInFlightUs: readonly (number | null)[];
  /**
   * How many operations had overtaken that operation, at least: in a closed loop those that completed
   * meanwhile, in an open one those on the same key that arrived later and had completed. Of several
   * members, those of others are counted by samples in a closed loop, and not at all in an open one.
   */
  readonly perClientOvertaken: readonly (number | null)[];
  /** Counted operations of each client, in the order of the streams. */
  readonly perClientOps: readonly number[];
  /** How many operations each client called in all, counted or not. */
  readonly perClientCalls: readonly number[];
  /**
   * Counted operations in each tenth of the elapsed time, the check that the warm-up sufficed.
   * They come from samples 5 ms apart or more: of a run below 100 ms they say little.
   */
  readonly perTenthOps: readonly number[];
  /** Every update that succeeded, before or after the end. */
  readonly acknowledgedUpdates: AcknowledgedUpdates;
  /**
   * Operations of each kind whose outcome is unknown, before or after the end: they are among the
   * calls, and not among those that were counted. Only where there are any.
   */
  readonly unknownOutcomes?: Readonly<Record<OperationKind, number>> | undefined;
  /** What they may have written; only where there are any. */
  readonly unknownWrites?: UnknownWrites | undefined;
  /**
   * Of all timed operations, and of each kind that there was. To leave out those still in flight
   * at the end would flatter. In a closed loop these are service times, and an operation in flight
   * counts with its age. In an open loop they count from the intended start, and an operation in
   * flight counts with the time that it took in the end.
   */
  readonly latency: Readonly<Partial<Record<"all" | OperationKind, LatencySummary>>>;
  /**
   * How long clients stood still for the event loop to have its turns, in which the engine also
   * collects garbage. It is part of the elapsed time, and of no operation's. Of several members
   * the mean over all clients; a client also stands still before its member's start and after its
   * end.
   */
  readonly turnsMs: number;
  /**
   * How late a timer was that was set every few milliseconds during the run: what waits for the
   * event loop in the same process waits about as long.
   */
  readonly timerLateness: LatencySummary;
  /**
   * How long clients did rest after an operation, on average: what they asked for, and how late
   * their timers were. Only where they pause.
   */
  readonly meanPauseUs?: number | undefined;
  /** Only of an open loop. */
  readonly openLoop?: OpenLoopResult | undefined;
}

export interface OpenLoopResult {
  /** How many operations arrived, dropped ones included: in a given time, always as many. */
  readonly arrivals: number;
  /** How many of them found no room. With any, the latencies are those of a lighter load. */
  readonly dropped: number;
  /**
   * How many were in flight at most. Of several members the sum of what each had at most, which
   * need not have been at the same moment: an upper bound.
   */
  readonly mostInFlight: number;
  /**
   * How long after their intended start operations were released, since the event loop was busy
   * or asleep. Every latency includes it.
   */
  readonly lateness: LatencySummary;
}

/**
 * The result of a run, from the notes of all its members, in any order.
 *
 * @throws {RangeError} unless there are notes of each member, once, and of all its clients.
 */
export function summarizeRun(
  parameters: WorkloadParameters,
  streams: readonly OperationStream[],
  notes: readonly RunNotes[],
): RunResult {
  const isOpenLoop = parameters.ratePerSecond > 0;
  const clients = clientsOfAll(streams, notes, isOpenLoop);
  const ofKind = (kind: OperationKind): readonly NotedClient[] =>
    clients.filter((client) => client.kind === kind);
  const kinds = (["read", "write", "update"] as const).filter((kind) => ofKind(kind).length > 0);
  const interval = samplingInterval(parameters);
  // In an open loop operations in flight have been timed to their end.
  const agesOf = (kind: OperationKind): LatencySample[] =>
    isOpenLoop ? [] : [agesInFlight(ofKind(kind), interval)];
  const pauses = total(notes, (member) => member.pauses);
  const pausedMs = total(notes, (member) => member.pausedMs);
  return {
    readOps: counted(ofKind("read")),
    writeOps: counted(ofKind("write")),
    updateOps: counted(ofKind("update")),
    elapsedMs: elapsedMsOf(notes),
    inFlightAtDeadline: total(notes, ({ completed }) => completed) - counted(clients),
    perClientInFlightUs: clients.map(({ inFlight }) =>
      inFlight === undefined ? null : Math.round(inFlight.ageMs * 1e6) / 1e3,
    ),
    perClientOvertaken: clients.map(({ inFlight }) => inFlight?.overtaken ?? null),
    perClientOps: clients.map((client) => client.counted),
    perClientCalls: clients.map(({ calls }) => calls),
    perTenthOps: perTenthOf(notes),
    acknowledgedUpdates: mergeUpdates(notes.map(({ updates }) => updates)),
    ...(unknown(clients) > 0 && {
      unknownOutcomes: {
        read: unknown(ofKind("read")),
        write: unknown(ofKind("write")),
        update: unknown(ofKind("update")),
      },
      unknownWrites: mergeUnknownWrites(notes.map(({ unknownWrites }) => unknownWrites)),
    }),
    latency: {
      all: summarizeLatency(latenciesOf(clients), kinds.flatMap(agesOf)),
      ...Object.fromEntries(
        kinds.map((kind) => [kind, summarizeLatency(latenciesOf(ofKind(kind)), agesOf(kind))]),
      ),
    },
    turnsMs: standstillMs(notes),
    timerLateness: summarizeLatency(notes.map(({ timerLateness }) => timerLateness)),
    ...(pauses > 0 && { meanPauseUs: (pausedMs / pauses) * 1000 }),
    openLoop: isOpenLoop ? openLoopOf(notes) : undefined,
  };
}

interface NotedClient extends ClientNotes {
  readonly kind: OperationKind;
}

/** The clients of all members, in the order of the streams. */
function clientsOfAll(
  streams: readonly OperationStream[],
  notes: readonly RunNotes[],
  isOpenLoop: boolean,
): NotedClient[] {
  const members = notes.length;
  const byMember = new Map(notes.map((member) => [member.share.member, member]));
  if (notes.some(({ share }) => share.members !== members) || byMember.size !== members) {
    const shares = notes.map(({ share }) => `${share.member} of ${share.members}`).join(", ");
    throw new RangeError(`a result needs the notes of each member once, not of: ${shares}`);
  }
  return streams.map(({ role }, client) => {
    const share = { member: client % members, members };
    const own = byMember.get(share.member);
    const noted = own?.clients[placeInMember(client, share)];
    if (own === undefined || noted === undefined) {
      throw new RangeError(`there are no notes of client ${client}`);
    }
    const { inFlight } = noted;
    if (inFlight === undefined || isOpenLoop) return { ...noted, kind: kindOf[role] };
    const overtaken = inFlight.overtaken + overtakenByOthers(inFlight.ageMs, own, notes);
    return { ...noted, kind: kindOf[role], inFlight: { ...inFlight, overtaken } };
  });
}

function latenciesOf(clients: readonly ClientNotes[]): LatencySample[] {
  return clients.map(({ latency }) => latency);
}

function agesInFlight(clients: readonly ClientNotes[], interval: number): LatencySample {
  return sampleOfAges(
    clients.map(({ inFlight }) => inFlight),
    interval,
  );
}

function counted(clients: readonly ClientNotes[]): number {
  return total(clients, (client) => client.counted);
}

function unknown(clients: readonly ClientNotes[]): number {
  return total(clients, (client) => client.unknown);
}

function total<Item>(items: readonly Item[], amount: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amount(item), 0);
}

/** From the first member's start to the last member's end. */
function elapsedMsOf(notes: readonly RunNotes[]): number {
  return Math.max(...notes.map((member) => lateStartMs(member, notes) + member.elapsedMs));
}

/** How long after the first member a member started. */
function lateStartMs({ startedAtMs }: RunNotes, notes: readonly RunNotes[]): number {
  return startedAtMs - Math.min(...notes.map((member) => member.startedAtMs));
}

/** How long a client stood still, on average: see {@link RunResult.turnsMs}. */
function standstillMs(notes: readonly RunNotes[]): number {
  const elapsedMs = elapsedMsOf(notes);
  const ofClients = total(
    notes,
    (member) => member.clients.length * (member.turnsMs + elapsedMs - member.elapsedMs),
  );
  return ofClients / total(notes, ({ clients }) => clients.length);
}

/** Each tenth is one of the whole time, in which members that are not running complete nothing. */
function perTenthOf(notes: readonly RunNotes[]): number[] {
  const elapsedMs = elapsedMsOf(notes);
  const ofMembers = notes.map((member) => {
    const lateMs = lateStartMs(member, notes);
    const completed = counted(member.clients);
    const beforeItsEnd = member.progress.filter((sample) => sample.elapsedMs < member.elapsedMs);
    const samples = [
      { elapsedMs: 0, completed: 0 },
      ...beforeItsEnd,
      { elapsedMs: member.elapsedMs, completed },
    ].map((sample) => ({ ...sample, elapsedMs: lateMs + sample.elapsedMs }));
    return completedPerTenth(samples, { elapsedMs, completed });
  });
  return Array.from({ length: 10 }, (_, tenth) => total(ofMembers, (ops) => ops[tenth] ?? 0));
}

function openLoopOf(notes: readonly RunNotes[]): OpenLoopResult {
  const loops = notes.flatMap(({ openLoop }) => openLoop ?? []);
  return {
    arrivals: total(loops, ({ arrivals }) => arrivals),
    dropped: total(loops, ({ dropped }) => dropped),
    mostInFlight: total(loops, ({ mostInFlight }) => mostInFlight),
    lateness: summarizeLatency(loops.map(({ lateness }) => lateness)),
  };
}
