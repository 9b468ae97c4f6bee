import { check, log, type Operation } from "@sync-strategies/linearizability";

const history: Operation[] = [
  { client: 1, key: "cart", name: "append", input: "tea", called: 1, returned: 2 },
  { client: 2, key: "cart", name: "append", input: "milk", called: 3, returned: 4 },
  { client: 3, key: "cart", name: "read", output: ["milk"], called: 5, returned: 6 },
];

const verdict = check(history, log());
if (verdict.verdict === "not-linearizable") console.log(verdict.explanation);
