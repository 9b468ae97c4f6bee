import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import {
  check,
  EventCounter,
  HistoryRecorder,
  lock,
  mergeHistories,
  register,
  renderHtml,
  renderText,
  withFailed,
  type CheckOptions,
  type Model,
  type Operation,
} from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { engineCases } from "./engine-cases.ts";
import { lotOf, randomHistoryOf } from "./random-operations.ts";

type History = Parameters<typeof check>[0];

const inThreads = (client: number): string => `client ${client} (thread ${(client % 2) + 1})`;

/** All that is said of a violation; undefined if there is none. */
function textsOn(history: History, model: Model, options?: CheckOptions): string[] | undefined {
  const verdict = check(history, model, options);
  if (verdict.verdict !== "not-linearizable") return undefined;
  const { witness } = verdict;
  const drawings = [renderText(witness), renderText(witness, { width: 40 })].flat();
  return [verdict.explanation, ...drawings, renderHtml(witness)];
}

const update = { key: "", name: "update" } as const;
const lostUpdate: readonly Operation[] = [
  { ...update, client: 100, output: [null, 10], called: 1, returned: 3 },
  { ...update, client: 101, output: [null, 20], called: 2, returned: 4 },
];

test.each(engineCases)("every text on $of names clients by their titles alone", (engineCase) => {
  const lot = lotOf(xoroshiro128plus(seedOf(1)));
  const kind = engineCase.kindOf();
  let violations = 0;
  for (let index = 0; index < 150; index++) {
    const { operations } = randomHistoryOf(kind, lot);
    const plain = textsOn(operations, engineCase.model);
    const titled = textsOn(operations, engineCase.model, {
      // Of one length, so that a drawing is as wide with the one as with the other.
      clientTitle: (client) => `worker ${client}`,
    });
    if (titled === undefined) continue;
    violations++;
    const numbered = titled.map((text) => text.replaceAll(/worker (?=\d)/g, "client "));
    const begun = numbered.map((text) => text.replaceAll(/Worker (?=\d)/g, "Client "));
    expect(begun).toEqual(plain);
    expect(titled.join("\n")).not.toMatch(/client \d/i);
  }
  expect(violations).toBeGreaterThan(5);
});

test("the title follows a client into the sentence, the lanes, the legend and the page", () => {
  const verdict = check(lostUpdate, register(), { clientTitle: inThreads });
  if (verdict.verdict !== "not-linearizable") throw new Error(verdict.verdict);
  expect(verdict.explanation).toBe(
    "A lost update: client 100 (thread 1) and client 101 (thread 2) were both given nothing; one " +
      "made it 10, the other 20, and neither saw what the other did.",
  );
  // A verdict is posted between threads and kept as JSON.
  for (const witness of [
    structuredClone(verdict).witness,
    JSON.parse(JSON.stringify(verdict)).witness,
  ]) {
    expect(renderText(witness).slice(0, 2)).toEqual([
      "client 100 (thread 1)  |A nothing -> 10|",
      "client 101 (thread 2)   |B nothing -> 20|",
    ]);
    expect(renderText(witness, { width: 40 })).toContain(
      "A  client 100 (thread 1) updated nothing",
    );
    expect(renderHtml(witness)).toContain(">client 101 (thread 2)</text>");
  }
});

test("columns have titles, with one key and with many", () => {
  const recorder = new HistoryRecorder(10);
  const [one, other] = [recorder.callUpdate(100, 5), recorder.callUpdate(101, 5)];
  for (const [operation, value] of [
    [one, 10],
    [other, 20],
  ] as const) {
    recorder.updating(operation, undefined, value);
    recorder.returnUpdate(operation);
  }
  const options = { clientTitle: inThreads };
  const sentence = /^A lost update: client 100 \(thread 1\) and client 101 \(thread 2\) were/;
  const history = recorder.history();
  expect(textsOn(history, register(), options)?.[0]).toMatch(sentence);
  // With a value that comes up again the keys are judged one by one.
  for (let time = 0; time < 2; time++) recorder.returnWrite(recorder.callWrite(7, 6, 1));
  expect(textsOn(recorder.history(), register(), options)?.[0]).toMatch(sentence);
});

test("a lock's holder has its title", () => {
  const acquire = { key: "", name: "acquire" } as const;
  const operations: readonly Operation[] = [
    { ...acquire, client: 3, called: 1, returned: 2 },
    { ...acquire, client: 4, called: 3, returned: 4 },
  ];
  const searched = { ...lock(), engines: [] };
  const options = { clientTitle: inThreads };
  expect(textsOn(operations, searched, options)?.[0]).toContain(
    "the lock can only have been held by client 3 (thread 2)",
  );
});

test("a failed write is named by the title of its client", () => {
  const read: Operation = { client: 1, key: "", name: "read", output: 5, called: 1, returned: 2 };
  const failed: Operation = { client: 2, key: "", name: "write", input: 5, called: 1, returned: 2 };
  const verdict = check([read]);
  if (verdict.verdict !== "not-linearizable") throw new Error(verdict.verdict);
  expect(withFailed(verdict, [{ ...failed, clientTitle: inThreads(2) }]).explanation).toMatch(
    / Client 2 \(thread 1\)'s write of 5 failed/,
  );
});

test("a client that goes on under a new number keeps its title", () => {
  const counter = new EventCounter();
  const [one, other] = [new HistoryRecorder(9, counter), new HistoryRecorder(9, counter)];
  // It never hears of its first update, and goes on.
  one.updating(one.callUpdate(0, 0), undefined, 5);
  const next = one.callUpdate(0, 0);
  one.updating(next, undefined, 6);
  one.returnUpdate(next);
  other.returnRead(other.callRead(0, 0), 5);
  const { history, clients } = mergeHistories(
    [one, other].map((recorder) => ({
      history: recorder.history(),
      clock: { kind: "counter" },
    })),
  );
  expect(new Set(history.clients.subarray(0, history.length)).size).toBe(3);
  expect(textsOn(history, register(), { clientTitle: titleOf })?.slice(0, 4)).toEqual([
    "A lost update: two operations of client 0 (thread 1) were both given nothing from key 0; one " +
      "made it 5, the other 6, and neither saw what the other did. Client 0 (thread 2) read 5, " +
      "which shows that client 0 (thread 1) updated nothing to 5.",
    "client 0 (thread 1)  |A nothing -> 5----------->",
    "client 0 (thread 1)   |B nothing -> 6|",
    "client 0 (thread 2)                   |C read 5|",
  ]);

  function titleOf(number: number): string {
    const { member, client } = clients.get(number)!;
    return `client ${client} (thread ${member + 1})`;
  }
});
