import type { RunJob } from "./mailer.ts";

/** The machine that moves the time at which the job is due has the run. */
export const runJob: RunJob = async ({ database, sendMail }, minute) => {
  const { rowCount } = await database.query(
    "UPDATE job SET due = $1::timestamptz + interval '1 minute' WHERE name = 'mail' AND due <= $1",
    [minute],
  );
  if (rowCount === 1) await sendMail();
};
