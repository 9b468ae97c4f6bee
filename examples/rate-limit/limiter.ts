/** What the versions have in common: a customer, who may send ten requests, and no more. */
import { fakeLatency } from "../fake-latency.ts";

export const CUSTOMER = 0;
export const LIMIT = 10;

/** Decides on one request: true if it may pass. */
export type Admit = () => boolean | Promise<boolean>;

/** What the customer has paid for, from the database. */
export async function limitOf(customer: number): Promise<number> {
  await fakeLatency();
  return customer === CUSTOMER ? LIMIT : 0;
}
