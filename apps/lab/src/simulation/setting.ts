/** What can be set on the virtual clock: each is one entry here, with its bounds and its default. */
import type { Setting } from "@sync-strategies/choosing";

/** Which clients call first when all begin at the same moment. */
export const orders = ["readers-first", "updaters-first", "mixed"] as const;
export type Order = (typeof orders)[number];

export interface SimulationSetting extends Setting {
  readonly order: Order;
  /** Decides which keys clients draw. */
  readonly seed: number;
  /** How much of the run is drawn, from its beginning. */
  readonly shownMs: number;
}

/** How long every run is: long enough that starving differs from waiting. */
export const RUN_MS = 300;

export interface NumberBounds {
  readonly label: string;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/**
 * The bounds of what is a number. Without a pause a client whose operation never waits would call
 * one after the other while no time passes, so the least pause is a millisecond.
 */
export const bounds = {
  readers: { label: "readers", unit: "", least: 0, most: 20 },
  updaters: { label: "updaters", unit: "", least: 1, most: 10 },
  keys: { label: "keys", unit: "", least: 1, most: 30 },
  holdMs: { label: "hold", unit: "ms", least: 0, most: 20 },
  pauseMs: { label: "pause", unit: "ms", least: 1, most: 20 },
  seed: { label: "seed", unit: "", least: 1, most: 99 },
  shownMs: { label: "shown", unit: "ms", least: 20, most: RUN_MS },
} as const satisfies Readonly<Record<Exclude<keyof SimulationSetting, "order">, NumberBounds>>;

export const defaultSetting: SimulationSetting = {
  readers: 8,
  updaters: 3,
  keys: 3,
  holdMs: 5,
  pauseMs: 2,
  order: "readers-first",
  seed: 1,
  shownMs: 60,
};

/** The setting with each number within its bounds; what makes no sense gives way to the default. */
export function withinBounds(
  given: Partial<Record<keyof SimulationSetting, unknown>>,
): SimulationSetting {
  const numbers = Object.entries(bounds).map(([name, { least, most }]) => {
    const value = Number(given[name as keyof typeof bounds] ?? Number.NaN);
    const fallback = defaultSetting[name as keyof typeof bounds];
    return [
      name,
      Number.isFinite(value) ? Math.round(Math.min(most, Math.max(least, value))) : fallback,
    ];
  });
  const order = orders.find((one) => one === given.order) ?? defaultSetting.order;
  return { ...(Object.fromEntries(numbers) as Omit<SimulationSetting, "order">), order };
}
