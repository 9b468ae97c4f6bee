import { check, lock, renderText, type Operation } from "@sync-strategies/linearizability";

const history: Operation[] = [
  { client: 1, key: "printer", name: "acquire", called: 1, returned: 2 },
  { client: 2, key: "printer", name: "tryAcquire", output: true, called: 3, returned: 4 },
  { client: 1, key: "printer", name: "release", called: 5, returned: 6 },
  { client: 2, key: "printer", name: "release", called: 7, returned: 8 },
];

const verdict = check(history, lock());
if (verdict.verdict === "not-linearizable") {
  console.log(verdict.explanation);
  console.log(renderText(verdict.witness).join("\n"));
}
