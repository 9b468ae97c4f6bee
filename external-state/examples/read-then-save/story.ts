import type { Log } from "../../../examples/example.ts";
import { Meeting } from "../meeting.ts";
import type { ServerExample } from "../server-example.ts";
import { balanceIn, isBlocked, openAccounts, type Pay } from "./accounts.ts";
import { pay as payInOneStatement } from "./right-in-one-statement.ts";
import { pay as payWithRowLock } from "./right-with-a-row-lock.ts";
import { pay as payWithVersion } from "./right-with-a-version.ts";
import { pay as payWrongly } from "./wrong.ts";

const AMOUNT = 80;

/** Two payments of one account arrive at the same moment. */
async function payTwice(pay: Pay, url: string, log: Log): Promise<void> {
  await using accounts = await openAccounts(url);
  const approvals = new Meeting(2, () => isBlocked(accounts));
  const payments = [AMOUNT, AMOUNT].map((amount) => pay(accounts, amount, () => approvals.meet()));
  const made = (await Promise.all(payments)).filter(Boolean).length;
  const balance = await balanceIn(accounts);
  log(`${made} of 2 payments of ${AMOUNT} made; of 100 the account says ${balance} are left`);
}

export const story: ServerExample = {
  title: "A row that is read, changed and saved",
  service: "postgres",
  versions: {
    wrong: (url, log) => payTwice(payWrongly, url, log),
    "right, in one statement": (url, log) => payTwice(payInOneStatement, url, log),
    "right, with a row lock": (url, log) => payTwice(payWithRowLock, url, log),
    "right, with a version": (url, log) => payTwice(payWithVersion, url, log),
  },
};
