/** What there is to look at: each screen as it opens, and some with more to see. */
import type { Page } from "playwright-core";
import { otherPages, screens } from "../../src/page/screens.ts";

export interface Scene {
  readonly address: string;
  /** What brings about what the address alone does not. */
  readonly act?: (page: Page) => Promise<void>;
}

export const scenes: Readonly<Record<string, Scene>> = {
  ...Object.fromEntries([...screens, ...otherPages].map(({ id }) => [id, { address: `#/${id}` }])),
  "event-loop, lost": { address: "#/event-loop?steps=ABBA" },
  "event-loop, closed": { address: "#/event-loop?scenario=close-while-waiting&steps=AC" },
  "now-with, a lock": {
    address: "#/now-with?strategy=mutex&scenario=three-increments&steps=ABC",
  },
  "now-with, attempts": { address: "#/now-with?strategy=optimistic&steps=ABA" },
  "every-order, chosen": { address: "#/every-order?guess=4&schedule=ABBA" },
  "every-order, many": { address: "#/every-order?scenario=three-increments&guess=4" },
  "which-one, answered": {
    address: "#/which-one?who-shares=tasks&awaits=yes&state=many-keys&waits=changes",
  },
  "break-it, broken": {
    address: "#/break-it?strategy=mutex&break=released-before-the-await",
    act: (page) => page.getByText("tests of the contract fail").waitFor(),
  },
  "yours, run": {
    address: "#/yours",
    async act(page) {
      await page.getByRole("button", { name: "Run the tests" }).click();
      await page.getByText("12 of 12 scenarios are right in every order").waitFor();
    },
  },
  "race, run": {
    address: "#/race?strategies=mutex,unsynchronized,optimistic&duration=250",
    async act(page) {
      await page.getByRole("button", { name: "Start the race" }).click();
      await page.getByRole("button", { name: "Show this race as a report" }).click();
      await page.getByRole("heading", { name: "This race" }).waitFor();
    },
  },
  "strategy, one": { address: "#/strategy?id=mutex" },
};
