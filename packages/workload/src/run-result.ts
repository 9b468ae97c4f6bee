/** What a run found out, and how that follows from what it noted on the way. */
import { sampleOfAges, type OperationInFlight } from "./in-flight.ts";
import { summarizeLatency, type LatencyReservoir, type LatencySummary } from "./latency.ts";
import type { OperationStream, Role } from "./operation-streams.ts";
import { completedPerTenth, type Progress } from "./progress.ts";

export type OperationKind = "read" | "write" | "update";

/** What the clients of each role do. */
export const kindOf = {
  reader: "read",
  writer: "write",
  updater: "update",
} as const satisfies Record<Role, OperationKind>;

/** An update whose success was acknowledged to its client. */
export interface AcknowledgedUpdate {
  readonly key: number;
  /** The value that the updater was given. */
  readonly before: number | undefined;
  /** The value that it returned. */
  readonly after: number;
}

export interface RunResult {
  /** Operations that completed before the run's end, by kind. */
  readonly readOps: number;
  readonly writeOps: number;
  readonly updateOps: number;
  /** From the first call to the end: the deadline, or the last operation that was asked for. */
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
   * meanwhile, in an open one those on the same key that arrived later and had completed.
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
  readonly acknowledgedUpdates: readonly AcknowledgedUpdate[];
  /**
   * Of all timed operations, and of each kind that there was. To leave out those still in flight
   * at the end would flatter. In a closed loop these are service times, and an operation in flight
   * counts with its age. In an open loop they count from the intended start, and an operation in
   * flight counts with the time that it took in the end.
   */
  readonly latency: Readonly<Partial<Record<"all" | OperationKind, LatencySummary>>>;
  /**
   * How long clients stood still for the event loop to have its turns, in which the engine also
   * collects garbage. It is part of the elapsed time, and of no operation's.
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
  readonly mostInFlight: number;
  /**
   * How long after their intended start operations were released, since the event loop was busy
   * or asleep. Every latency includes it.
   */
  readonly lateness: LatencySummary;
}

/** What a run has noted by its end. */
export interface RunNotes {
  readonly clients: readonly {
    readonly stream: OperationStream;
    readonly latency: LatencyReservoir;
    /** How many operations the client called in all. */
    readonly calls: number;
    /** How many of them completed before the run's end. */
    readonly counted: number;
  }[];
  /** Of each client, its oldest operation in flight at the end; undefined if it had none. */
  readonly inFlight: readonly (OperationInFlight | undefined)[];
  /** One operation of each client was timed in this many. */
  readonly samplingInterval: number;
  readonly elapsedMs: number;
  /** Operations that completed, before or after the end. */
  readonly completed: number;
  readonly acknowledgedUpdates: readonly AcknowledgedUpdate[];
  readonly turnsMs: number;
  /** How many pauses were timed, and how long they were together. */
  readonly pauses: number;
  readonly pausedMs: number;
  readonly progress: Progress;
  readonly openLoop: OpenLoopResult | undefined;
}

export function summarizeRun({ clients, elapsedMs, progress, ...notes }: RunNotes): RunResult {
  const ofKind = (kind: OperationKind): RunNotes["clients"] =>
    clients.filter(({ stream }) => kindOf[stream.role] === kind);
  const count = (counted: RunNotes["clients"]): number =>
    counted.reduce((sum, client) => sum + client.counted, 0);
  const kinds = (["read", "write", "update"] as const).filter((kind) => ofKind(kind).length > 0);
  const inFlightOf = (kind: OperationKind): LatencyReservoir[] => {
    // In an open loop they have been timed to their end.
    if (notes.openLoop !== undefined) return [];
    const ofTheKind = notes.inFlight.filter(
      (_, client) => kindOf[clients[client]!.stream.role] === kind,
    );
    return [sampleOfAges(ofTheKind, notes.samplingInterval)];
  };
  const latencyOf = (timed: RunNotes["clients"], inFlight: LatencyReservoir[]): LatencySummary =>
    summarizeLatency(
      timed.map(({ latency }) => latency),
      inFlight,
    );
  const completed = count(clients);
  return {
    readOps: count(ofKind("read")),
    writeOps: count(ofKind("write")),
    updateOps: count(ofKind("update")),
    elapsedMs,
    inFlightAtDeadline: notes.completed - completed,
    perClientInFlightUs: notes.inFlight.map((operation) =>
      operation === undefined ? null : Math.round(operation.ageMs * 1e6) / 1e3,
    ),
    perClientOvertaken: notes.inFlight.map((operation) => operation?.overtaken ?? null),
    perClientOps: clients.map((client) => client.counted),
    perClientCalls: clients.map(({ calls }) => calls),
    perTenthOps: completedPerTenth(progress.samples, { elapsedMs, completed }),
    acknowledgedUpdates: notes.acknowledgedUpdates,
    latency: {
      all: latencyOf(clients, kinds.flatMap(inFlightOf)),
      ...Object.fromEntries(kinds.map((kind) => [kind, latencyOf(ofKind(kind), inFlightOf(kind))])),
    },
    turnsMs: notes.turnsMs,
    timerLateness: summarizeLatency([progress.lateness]),
    ...(notes.pauses > 0 && { meanPauseUs: (notes.pausedMs / notes.pauses) * 1000 }),
    openLoop: notes.openLoop,
  };
}
