import type { Log } from "../../../examples/example.ts";
import { Meeting } from "../meeting.ts";
import type { ServerExample } from "../server-example.ts";
import { openDatabase, type RunJob } from "./mailer.ts";
import { runJob as runWithDueTime } from "./right-with-a-due-time.ts";
import { runJob as runWithRowPerRun } from "./right-with-a-row-per-run.ts";
import { runJob as runWrongly } from "./wrong.ts";

const MINUTE = "2026-01-01T08:00:00Z";
const MACHINES = 2;

/** Both machines' clocks say that it is time. */
async function runOnBoth(runJob: RunJob, url: string, log: Log): Promise<void> {
  const database = await openDatabase(url);
  await database.query("INSERT INTO job VALUES ('mail', $1)", [MINUTE]);
  let sent = 0;
  let done = 0;
  // To send takes long enough for the other machine to look, too.
  const sending = new Meeting(MACHINES, async () => done > 0);
  const sendMail = async (): Promise<void> => {
    await sending.meet();
    sent += 1;
  };
  const machines = Array.from({ length: MACHINES }, async () => {
    await runJob({ database, sendMail }, MINUTE);
    done += 1;
  });
  await Promise.all(machines);
  log(`${MACHINES} machines ran the job of 08:00, and sent ${sent} of 1 mail`);
  await database.end();
}

export const story: ServerExample = {
  title: "A job that two machines run at the same minute",
  service: "postgres",
  versions: {
    wrong: (url, log) => runOnBoth(runWrongly, url, log),
    "right, with a row per run": (url, log) => runOnBoth(runWithRowPerRun, url, log),
    "right, with a due time": (url, log) => runOnBoth(runWithDueTime, url, log),
  },
};
