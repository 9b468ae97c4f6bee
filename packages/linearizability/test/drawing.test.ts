import { expect, test } from "vitest";
import {
  check,
  register,
  renderHtml,
  renderText,
  type Model,
  type Operation,
  type Witness,
} from "@sync-strategies/linearizability";

function witnessOf(operations: readonly Operation[], model: Model = register()): Witness {
  const verdict = check(operations, model);
  if (verdict.verdict !== "not-linearizable") throw new Error(`it is ${verdict.verdict}`);
  return verdict.witness;
}

const update = { key: "0", name: "update" } as const;
const lostUpdate: readonly Operation[] = [
  { ...update, client: 4, output: [null, 10], called: 1, returned: 3 },
  { ...update, client: 7, output: [null, 20], called: 2, returned: 4 },
];

const staleRead: readonly Operation[] = [
  { client: 1, key: "x", name: "write", input: 5, called: 1, returned: 2 },
  { client: 2, key: "x", name: "write", input: 7, called: 3, returned: 4 },
  { client: 17, key: "x", name: "read", output: 5, called: 7, returned: 8 },
];

test("lanes show what each client did and when, and below them what contradicts itself", () => {
  expect(renderText(witnessOf(lostUpdate))).toEqual([
    "client 4  |A nothing -> 10|",
    "client 7   |B nothing -> 20|",
    "",
    "A must come before B: A was given what B replaced",
    "B must come before A: B was given what A replaced",
  ]);
});

test("bars are as wide as the order of events and their labels require", () => {
  expect(renderText(witnessOf(staleRead))).toEqual([
    "client 1   |A write 5|",
    "client 2              |B write 7|",
    "client 17                        |C read 5|",
    "",
    "A came before B: A had returned when B was called",
    "B came before C: B had returned when C was called",
    "C must come before B: C found 5, which it cannot have held again after B",
  ]);
});

test("an unfinished operation has no end, and the earlier state is shown", () => {
  const text = renderText({
    rule: "no-order",
    key: "x",
    initial: 5,
    operations: [
      { client: 9, key: "x", name: "write", input: 6, called: 5 },
      { client: 2, key: "x", name: "cas", input: [7, 8], output: true, called: 8, returned: 9 },
    ],
    context: [],
    orders: [],
  });
  expect(text).toEqual([
    "Key x held 5 at first.",
    "",
    "client 9  |A write 6>",
    "client 2   |B 7 -> 8|",
    "",
    "A bar that ends in > had not returned by then: it may have taken effect since",
    "  its call, or not yet.",
  ]);
});

test("narrow lanes show letters and explain them, and no line is too wide", () => {
  const text = renderText(witnessOf(staleRead), { width: 40 });
  expect(text).toContain("client 17        |C|");
  expect(text).toContain("C  client 17 read 5");
  for (const line of text) expect(line.length).toBeLessThanOrEqual(40);
});

test("a witness too wide for lanes is shown as a legend of all its operations", () => {
  const operations = Array.from({ length: 40 }, (_, index): Operation => {
    const called = 2 * index + 1;
    return { client: index, key: "", name: "odd", input: index, called, returned: called + 1 };
  });
  const impossible: Model<null> = { name: "no", initial: null, step: () => undefined };
  const witness = { ...witnessOf(operations, impossible), operations, orders: [] };
  const text = renderText(witness, { width: 60 });
  expect(text[0]).toBe("A  client 0 did odd 0");
  expect(text.filter((line) => /did odd \d+$/.test(line))).toHaveLength(40);
});

test("a client with overlapping operations has several lanes", () => {
  const operations: Operation[] = [
    { client: 1, key: "", name: "update", output: [null, 1], called: 1, returned: 4 },
    { client: 1, key: "", name: "update", output: [null, 2], called: 2, returned: 3 },
  ];
  const text = renderText(witnessOf(operations));
  expect(text.filter((line) => line.startsWith("client 1 "))).toHaveLength(2);
});

test("the picture for a page has a bar for each operation and an arrow for each order", () => {
  const html = renderHtml(witnessOf(staleRead));
  expect(html.match(/<rect /g)).toHaveLength(3);
  expect(html.match(/ Q/g)).toHaveLength(3);
  expect(html).toContain(">C read 5</text>");
  expect(html).toContain("<li>C must come before B: ");
});

test("nothing in a history can become markup of the page", () => {
  const value = '<script src="x">&';
  const key = "<img>";
  const operations: Operation[] = [
    { client: 1, key, name: "read", output: value, called: 1, returned: 2 },
  ];
  const html = renderHtml({ ...witnessOf(operations), initial: value });
  expect(html).not.toMatch(/<script|<img/);
  expect(html).toContain("&lt;script src=\\&quot;x\\&quot;&gt;&amp;");
});
