/** The screens, in the order of the navigation. Each is loaded when it is first shown. */
import type { ComponentType } from "preact";

export interface Screen {
  /** Its address: `#/every-order`. */
  readonly id: string;
  readonly title: string;
  /** What one does there, in a sentence. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export const screens: readonly Screen[] = [
  {
    id: "event-loop",
    title: "Be the event loop",
    summary: "Decide which client takes the next step, and lose an update.",
    load: () => import("./screens/event-loop/event-loop.tsx"),
  },
  {
    id: "now-with",
    title: "Now with …",
    summary: "The same steps with a strategy: which buttons are off, and why.",
    load: () => import("./screens/now-with/now-with.tsx"),
  },
  {
    id: "every-order",
    title: "Every order",
    summary: "All schedules of a few clients, each with its verdict.",
    load: () => import("./screens/every-order/every-order.tsx"),
  },
  {
    id: "who-waits",
    title: "Who waits",
    summary: "Readers and updaters on a clock without noise, with every strategy.",
    load: () => import("./screens/who-waits/who-waits.tsx"),
  },
  {
    id: "which-one",
    title: "Which one?",
    summary: "Five questions lead to a strategy, and to the code that uses it.",
    load: () => import("./screens/which-one/which-one.tsx"),
  },
  {
    id: "break-it",
    title: "Break it",
    summary: "Change one line of a strategy, and see which tests catch it.",
    load: () => import("./screens/break-it/break-it.tsx"),
  },
  {
    id: "yours",
    title: "Yours",
    summary: "Write a strategy, and run the contract and every order on it.",
    load: () => import("./screens/yours/yours.tsx"),
  },
  {
    id: "race",
    title: "Race",
    summary:
      "The workloads, run, recorded and checked in this browser; and any result as its report.",
    load: () => import("./screens/race/race.tsx"),
  },
];

/** What screens link to, and the navigation does not list. */
export const otherPages: readonly Screen[] = [
  {
    id: "strategy",
    title: "The strategies",
    summary: "What each one does, what it costs, and its source with a walk-through.",
    load: () => import("./screens/strategy/strategy.tsx"),
  },
];
