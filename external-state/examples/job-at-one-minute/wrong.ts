import type { RunJob } from "./mailer.ts";

/** Looks whether the job has run, runs it, and notes that it has. */
export const runJob: RunJob = async ({ database, sendMail }, minute) => {
  const { rowCount } = await database.query("SELECT FROM run WHERE minute = $1", [minute]);
  if (rowCount !== 0) return;
  await sendMail();
  await database.query("INSERT INTO run VALUES ($1) ON CONFLICT DO NOTHING", [minute]);
};
