/**
 * What part of a run one of several members has. Client c belongs to member c mod n, so that each
 * member has readers, writers and updaters in nearly the same proportion as the whole.
 *
 * Clients keep the numbers that they have in the whole, and so do the values that they write: to
 * the state, and to the check of it, it makes no difference how many members there are.
 */

/** One member's part of a run. */
export interface MemberShare {
  /** From 0. */
  readonly member: number;
  readonly members: number;
}

/** The run of one event loop: all of it is one member's. */
export const WHOLE: MemberShare = { member: 0, members: 1 };

/** Throws a RangeError unless the share is that of one of the members. */
export function assertValidShare({ member, members }: MemberShare): void {
  if (Number.isInteger(members) && Number.isInteger(member) && 0 <= member && member < members) {
    return;
  }
  throw new RangeError(`there is no member ${member} of ${members}`);
}

/** Whether a client is one of the member's. */
export function isOwn(client: number, { member, members }: MemberShare): boolean {
  return client % members === member;
}

/** Which of its member's clients a client is, from 0. */
export function placeInMember(client: number, { members }: MemberShare): number {
  return Math.floor(client / members);
}

/** How many of the clients are the member's. */
export function ownClients(clients: number, { member, members }: MemberShare): number {
  return Math.max(0, Math.ceil((clients - member) / members));
}

/**
 * The member's part of an amount that all members share in proportion to their clients. It is a
 * whole number, and the parts of all members add up to the amount.
 */
export function partOf(amount: number, clients: number, { member, members }: MemberShare): number {
  let before = 0;
  for (let other = 0; other < member; other++)
    before += ownClients(clients, { member: other, members });
  const until = before + ownClients(clients, { member, members });
  return Math.floor((amount * until) / clients) - Math.floor((amount * before) / clients);
}
