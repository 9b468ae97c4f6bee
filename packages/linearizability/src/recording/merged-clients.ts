/** The numbers of clients where histories of several members become one. */

/** A client, by the number that it had in the history of its member. */
export interface MemberClient {
  /** The member's place among those merged, from 0 on. */
  readonly member: number;
  readonly client: number;
}

/** Invariant: no two clients share a number, and `origins` knows whose each is. */
export class MergedClients {
  readonly origins = new Map<number, MemberClient>();
  /** By member, the new number of each client. */
  readonly #numbers: readonly ReadonlyMap<number, number>[];
  #unused = 0;

  /** @param clients of each member. They keep their numbers if no number is there twice. */
  constructor(clients: readonly ReadonlySet<number>[]) {
    const areDisjoint = new Set(clients.flatMap((ofMember) => [...ofMember])).size === sum(clients);
    this.#numbers = clients.map((ofMember, member) => {
      const rising = [...ofMember].toSorted((one, other) => one - other);
      return new Map(
        rising.map((client) => {
          const number = areDisjoint ? client : this.#unused++;
          this.origins.set(number, { member, client });
          return [client, number];
        }),
      );
    });
  }

  numberOf(member: number, client: number): number {
    return this.#numbers[member]!.get(client)!;
  }

  /** Another number for the client of this one. */
  renumber(number: number): number {
    while (this.origins.has(this.#unused)) this.#unused++;
    this.origins.set(this.#unused, this.origins.get(number)!);
    return this.#unused;
  }
}

function sum(clients: readonly ReadonlySet<number>[]): number {
  return clients.reduce((count, ofMember) => count + ofMember.size, 0);
}
