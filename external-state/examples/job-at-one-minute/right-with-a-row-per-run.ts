import type { RunJob } from "./mailer.ts";

/** The note comes first: the primary key lets one machine alone write it. */
export const runJob: RunJob = async ({ database, sendMail }, minute) => {
  const { rowCount } = await database.query("INSERT INTO run VALUES ($1) ON CONFLICT DO NOTHING", [
    minute,
  ]);
  if (rowCount === 1) await sendMail();
};
