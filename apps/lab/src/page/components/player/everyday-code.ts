/** The code of the everyday scenarios, by the name of their update. */
export interface PlannedCode {
  readonly lines: readonly string[];
  /** The line at which the client is while its update function awaits, from 0. */
  readonly awaitsAt: number;
}

export const everydayCode: Readonly<Record<string, PlannedCode>> = {
  "pay 80 from": {
    lines: [
      'await accounts.update("balance", async (balance) => {',
      "  if (balance < 80) return balance; // refused",
      "  await bank.take(80);",
      "  return balance - 80;",
      "});",
    ],
    awaitsAt: 2,
  },
  renew: {
    lines: [
      'await tokens.update("token", async (token) => {',
      "  if (token > 1) return token; // renewed by now",
      "  return await server.renew(token);",
      "});",
    ],
    awaitsAt: 2,
  },
  load: {
    lines: [
      'await cache.update("home", async (page) => {',
      "  if (page !== undefined) return page; // cached",
      '  return await database.load("home");',
      "});",
    ],
    awaitsAt: 2,
  },
  "write 3 lines into": {
    lines: [
      'await files.update("report", async (lines) => {',
      "  const more = await report.lines(); // 3 of them",
      "  return lines + more.length;",
      "});",
    ],
    awaitsAt: 1,
  },
};
