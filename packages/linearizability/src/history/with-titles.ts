/** Names a history's clients for people: an operation carries its client's title into every text. */
import type { HistoryColumns } from "./columns.ts";
import type { Operation } from "./operation.ts";

export function withTitles(
  history: readonly Operation[] | HistoryColumns,
  clientTitle: (client: number) => string,
): readonly Operation[] | HistoryColumns {
  if ("kinds" in history) return { ...history, clientTitle };
  return history.map((operation) => ({
    ...operation,
    clientTitle: clientTitle(operation.client),
  }));
}
