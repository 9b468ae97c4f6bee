/**
 * What the lanes can show: the strategies, and one broken store of the testkit, since no strategy
 * starves a client and a reader should see one starve.
 */
export const STARVING_SAMPLE = {
  id: "changes-first",
  title: "Changes first (broken)",
} as const;
