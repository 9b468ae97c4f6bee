/**
 * Joins the orders of several objects to one order of all their operations.
 *
 * Each object's order is given moments: an operation takes effect at the latest call of those up to
 * it. That is not before its own call, and not after its return, since an operation that was called
 * after that return comes later. So operations in the order of their moments keep each object's
 * order, and no operation comes before one that returned before it was called.
 */
import type { Operation } from "./operation.ts";

export function joinOrders(orders: readonly (readonly Operation[])[]): readonly Operation[] {
  const [only] = orders;
  if (orders.length === 1 && only !== undefined) return only;
  const steps: { readonly operation: Operation; readonly moment: number }[] = [];
  for (const order of orders) {
    let moment = -Infinity;
    for (const operation of order) {
      moment = Math.max(moment, operation.called);
      steps.push({ operation, moment });
    }
  }
  steps.sort((one, other) => one.moment - other.moment);
  return steps.map(({ operation }) => operation);
}
