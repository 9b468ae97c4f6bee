/**
 * A point at which clients of a server wait for each other, so that what happens seldom happens
 * every time. Each goes on when all have arrived, or when the others cannot arrive, since they wait
 * for this one: a lock that works must not make the example wait forever.
 */
import { setTimeout } from "node:timers/promises";

/** How often a client looks whether the others wait for it, in milliseconds. */
const LOOK_MS = 5;

export class Meeting {
  readonly #size: number;
  readonly #othersWait: () => Promise<boolean>;
  #arrived = 0;

  /** @param othersWait whether a client waits for a lock that another one holds. */
  constructor(size: number, othersWait: () => Promise<boolean> = async () => false) {
    this.#size = size;
    this.#othersWait = othersWait;
  }

  async meet(): Promise<void> {
    this.#arrived += 1;
    while (this.#arrived < this.#size && !(await this.#othersWait())) await setTimeout(LOOK_MS);
  }
}
