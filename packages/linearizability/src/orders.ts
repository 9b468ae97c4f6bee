/**
 * An order of a linearizable history: each key's as its search found it, or as the engine that
 * judged it gives it, or by a search that is made for it; all joined to one.
 */
import type { Spending } from "./engines/budget.ts";
import { Searches, type Part } from "./engines/search/searches.ts";
import { joinOrders } from "./history/join-orders.ts";
import type { Operation } from "./history/operation.ts";
import type { KeyHistory } from "./history/partition.ts";
import type { Model } from "./models/model.ts";

type Order = readonly Operation[];

export class Orders {
  readonly #model: Model;
  readonly #spending: Spending;
  /** What searches found in passing. */
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
    const toSearch: (Part & { readonly key: KeyHistory })[] = [];
    for (const key of keys) {
      if (this.#found.has(key)) continue;
      const { operations, restore } = key.operations();
      const order = this.#byEngine(operations);
      if (order !== undefined) this.#found.set(key, order.map(restore));
      else toSearch.push({ key, length: operations.length, load: key.operations });
    }
    const searches = new Searches(toSearch, this.#model, this.#spending);
    for (const { part, order } of searches.decide()) {
      this.#found.set(part.key, order().map(part.load().restore));
    }
    if (searches.undecided > 0) return undefined;
    return joinOrders(keys.map((key) => this.#found.get(key) ?? []));
  }

  #byEngine(operations: readonly Operation[]): Order | undefined {
    const spending = this.#spending;
    const engine = this.#model.engines?.find(
      (one) => one.judge(operations, spending) !== undefined,
    );
    return engine?.order?.(operations, spending);
  }
}
