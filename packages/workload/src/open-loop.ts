/**
 * Releases operations when they arrive, whether or not earlier ones have completed.
 *
 * Each has an intended start, to which its latency will refer. If the store, or this loop,
 * keeps the event loop from turning, arrivals are late, and what they waited is part of their
 * latency: leaving it out is known as coordinated omission (Tene, *How NOT to Measure Latency*).
 *
 * Invariant: each operation in flight holds one slot, and no other operation holds it. An arrival that
 * finds no free slot is dropped.
 */
import { inNextTurn } from "@sync-strategies/event-loop";
import { GAP_UNITS, type OwnArrivals } from "./arrivals.ts";
import type { OperationInFlight } from "./in-flight.ts";
import { LatencyReservoir } from "./latency.ts";
import type { OpenLoopNotes } from "./run-notes.ts";

/**
 * Up to this number of milliseconds before the next arrival the event loop is kept turning; a timer,
 * which knows whole milliseconds only, sleeps through the rest.
 */
const TURNING_MS = 2;

/** In the place of a client: the slot's operation has completed, or it never had one. */
const NOTHING = -1;

export interface OpenLoopOptions {
  readonly arrivals: OwnArrivals;
  /** At which all members' operations arrive. */
  readonly ratePerSecond: number;
  readonly maximumInFlight: number;
  /** After which time nothing arrives any more; may be infinite. */
  readonly durationMs: number;
  /** The key of a client's next operation. */
  readonly nextKey: (client: number) => number;
  /** Performs a client's next operation, as the slot's one operation in flight. Never rejects. */
  readonly perform: (client: number, slot: number, intendedAt: number) => Promise<void>;
  /** Called once, when the duration is over and all that arrived in it was released. */
  readonly onDeadline: () => void;
}

export class OpenLoop {
  readonly #options: OpenLoopOptions;
  readonly #msPerUnit: number;
  readonly #freeSlots: Int32Array;
  /** Of each slot, the client of the operation that is in flight in it; NOTHING if none is. */
  readonly #clients: Int32Array;
  /** Of each such operation, its intended start, its key, and its number among that key's, from 1. */
  readonly #intendedAt: Float64Array;
  readonly #keys: Int32Array;
  readonly #ordinals: Float64Array;
  /** How many operations on each key were released. */
  readonly #releasedByKey = new Map<number, number>();
  readonly #lateness = new LatencyReservoir();
  #free: number;
  #leastFree: number;
  #arrived = 0;
  #dropped = 0;
  #startedAt = 0;
  /** When the next operation arrives, in milliseconds since the start. */
  #nextMs = 0;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #onDrained: () => void = () => {};

  constructor(options: OpenLoopOptions) {
    this.#options = options;
    this.#msPerUnit = 1000 / options.ratePerSecond / GAP_UNITS;
    // The lowest slot lies on top, so that a load that needs few slots uses the same few.
    this.#freeSlots = Int32Array.from(
      { length: options.maximumInFlight },
      (_, index) => options.maximumInFlight - 1 - index,
    );
    this.#clients = new Int32Array(options.maximumInFlight).fill(NOTHING);
    this.#intendedAt = new Float64Array(options.maximumInFlight);
    this.#keys = new Int32Array(options.maximumInFlight);
    this.#ordinals = new Float64Array(options.maximumInFlight);
    this.#free = this.#leastFree = options.maximumInFlight;
  }

  /** Releases operations until {@link stop}, and resolves once all of them have settled. */
  run(startedAt: number): Promise<void> {
    this.#startedAt = startedAt;
    this.#advance();
    return new Promise((resolve) => {
      this.#onDrained = resolve;
      this.#schedule(0);
    });
  }

  /** Releases nothing any more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#resolveIfDrained();
  }

  /** A slot's operation has completed: it is in flight no more. */
  complete(slot: number): void {
    this.#clients[slot] = NOTHING;
  }

  /** Of each client, the oldest of its operations in flight; undefined if none is in flight. */
  oldest(now: number, clients: number): (OperationInFlight | undefined)[] {
    const oldest: (OperationInFlight | undefined)[] = Array.from({ length: clients });
    const inFlight = [...this.#clients.keys()].filter((slot) => this.#clients[slot] !== NOTHING);
    // From the latest to the earliest: those on the same key that were seen before are later ones.
    const laterInFlight = new Map<number, number>();
    for (const slot of inFlight.toSorted(
      (one, other) => this.#ordinal(other) - this.#ordinal(one),
    )) {
      const key = this.#keys[slot] ?? 0;
      const later = laterInFlight.get(key) ?? 0;
      laterInFlight.set(key, later + 1);
      const client = this.#clients[slot] ?? NOTHING;
      const ageMs = now - (this.#intendedAt[slot] ?? now);
      if (ageMs <= (oldest[client]?.ageMs ?? -1)) continue;
      const released = this.#releasedByKey.get(key) ?? 0;
      oldest[client] = { ageMs, overtaken: released - this.#ordinal(slot) - later };
    }
    return oldest;
  }

  #ordinal(slot: number): number {
    return this.#ordinals[slot] ?? 0;
  }

  notes(): OpenLoopNotes {
    return {
      arrivals: this.#arrived,
      dropped: this.#dropped,
      mostInFlight: this.#freeSlots.length - this.#leastFree,
      lateness: this.#lateness.sample(),
    };
  }

  readonly #tick = (): void => {
    const elapsedMs = performance.now() - this.#startedAt;
    this.#release(elapsedMs);
    if (this.#stopped) return;
    if (elapsedMs >= this.#options.durationMs) this.#options.onDeadline();
    else this.#schedule(elapsedMs);
  };

  #schedule(elapsedMs: number): void {
    const waitMs = Math.min(this.#nextMs, this.#options.durationMs) - elapsedMs;
    if (waitMs > TURNING_MS) this.#timer = setTimeout(this.#tick, Math.floor(waitMs) - 1);
    else inNextTurn(this.#tick);
  }

  /** Releases what has arrived until now, or until the duration was over. */
  #release(elapsedMs: number): void {
    const { arrivals, durationMs, nextKey, perform } = this.#options;
    while (this.#nextMs <= elapsedMs && this.#nextMs < durationMs && !this.#stopped) {
      const client = arrivals.clients[this.#arrived % arrivals.clients.length] ?? 0;
      const intendedMs = this.#nextMs;
      this.#arrived++;
      this.#lateness.add(elapsedMs - intendedMs);
      this.#advance();
      if (this.#free === 0) {
        this.#dropped++;
      } else {
        const slot = this.#freeSlots[--this.#free] ?? 0;
        if (this.#free < this.#leastFree) this.#leastFree = this.#free;
        const intendedAt = this.#startedAt + intendedMs;
        this.#clients[slot] = client;
        this.#intendedAt[slot] = intendedAt;
        const key = nextKey(client);
        const ordinal = (this.#releasedByKey.get(key) ?? 0) + 1;
        this.#releasedByKey.set(key, ordinal);
        this.#keys[slot] = key;
        this.#ordinals[slot] = ordinal;
        void perform(client, slot, intendedAt).then(() => this.#leave(slot));
      }
    }
  }

  #leave(slot: number): void {
    this.#freeSlots[this.#free++] = slot;
    if (this.#stopped) this.#resolveIfDrained();
  }

  #resolveIfDrained(): void {
    if (this.#free === this.#freeSlots.length) this.#onDrained();
  }

  #advance(): void {
    const { moments, lapUnits } = this.#options.arrivals;
    const lap = Math.floor(this.#arrived / moments.length);
    const units = moments[this.#arrived % moments.length] ?? Infinity;
    this.#nextMs = (lap * lapUnits + units) * this.#msPerUnit;
  }
}
