import { LINE_BYTES, RING_BYTES } from "./ring.ts";

/** What a member shares with the owner: two rings, and two words with cache lines to themselves. */
export const MEMBER_BYTES = 2 * RING_BYTES + 2 * LINE_BYTES;

/** Where each part begins. */
export const REQUESTS_AT = 0;
export const REPLIES_AT = RING_BYTES;
export const BELL_AT = 2 * RING_BYTES;
/** Set to 1 when the member has hung up, or its thread has ended. */
export const GONE_AT = 2 * RING_BYTES + LINE_BYTES;
