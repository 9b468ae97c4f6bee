import { check, isSame, type Model, type Operation } from "@sync-strategies/linearizability";

const queue: Model<readonly unknown[]> = {
  name: "queue",
  initial: [],
  step(items, { name, input, output, returned }) {
    if (name === "put") return [...items, input];
    const [first = null, ...rest] = items;
    return returned === undefined || isSame(output, first) ? rest : undefined;
  },
};

const history: Operation[] = [
  { client: 1, key: "jobs", name: "put", input: "wash", called: 1, returned: 2 },
  { client: 1, key: "jobs", name: "put", input: "dry", called: 3, returned: 4 },
  { client: 2, key: "jobs", name: "take", output: "dry", called: 5, returned: 6 },
];

const verdict = check(history, queue);
if (verdict.verdict === "not-linearizable") console.log(verdict.explanation);
