/**
 * An order of a linearizable history: each key's as its search found it or the engine that judged
 * it gives it, or else by a search that is made for it; all joined to one.
 */
import type { Spending } from "./engines/budget.ts";
import { Searches } from "./engines/search/searches.ts";
import { joinOrders } from "./history/join-orders.ts";
import type { Operation } from "./history/operation.ts";
import type { KeyHistory } from "./history/partition.ts";
import type { Model } from "./models/model.ts";

type Order = readonly Operation[];

export class Orders {
  readonly #model: Model;
  readonly #spending: Spending;
  readonly #found = new Map<KeyHistory, Order>();

  constructor(model: Model, spending: Spending) {
    this.#model = model;
    this.#spending = spending;
  }

  keep(key: KeyHistory, order: Order): void {
    this.#found.set(key, order);
  }

  /** Of all these keys together; `undefined` if the budget ended before. */
  of(keys: readonly KeyHistory[]): Order | undefined {
    const toSearch = keys
      .filter((key) => !this.#found.has(key))
      .map((key) => ({ key, length: key.length, load: key.operations }));
    const searches = new Searches(toSearch, this.#model, this.#spending);
    for (const { part, order } of searches.decide()) {
      this.#found.set(part.key, order().map(part.load().restore));
    }
    if (searches.undecided > 0) return undefined;
    return joinOrders(keys.map((key) => this.#found.get(key) ?? []));
  }
}
