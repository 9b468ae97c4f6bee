import { expect, test } from "vitest";
import {
  check,
  HistoryReader,
  renderHtml,
  renderText,
  withMarks,
  type Mark,
  type Witness,
} from "@sync-strategies/linearizability";

const nemesis = (f: string, value: unknown): string =>
  JSON.stringify({ process: "nemesis", type: "info", f, value });

/** A write, and a read that does not see it; what happened before, between and after. */
function staleRead(...during: readonly string[]): Witness {
  const reader = new HistoryReader();
  const lines = [
    nemesis("start", null),
    nemesis("kill", ["n1", "n2"]),
    '{"process":0,"type":"invoke","f":"write","value":1}',
    '{"process":0,"type":"ok","f":"write","value":1}',
    ...during,
    '{"process":1,"type":"invoke","f":"read"}',
    '{"process":1,"type":"ok","f":"read","value":null}',
    nemesis("stop", null),
  ];
  for (const line of lines) reader.add(line);
  const verdict = check(reader.operations());
  if (verdict.verdict !== "not-linearizable") throw new Error(`it is ${verdict.verdict}`);
  return withMarks(verdict.witness, reader.marks());
}

test("a witness has the marks between its events, and the last one before", () => {
  expect(staleRead(nemesis("heal", "n1")).marks).toEqual([
    { event: 2, label: "kill n1 n2" },
    { event: 5, label: "heal n1" },
  ]);
  expect(withMarks({ ...staleRead(), marks: [] }, [{ event: 99, label: "stop" }]).marks).toEqual(
    [],
  );
});

test("marks are drawn where they happened, above the clients", () => {
  expect(renderText(staleRead(nemesis("heal", "n1"))).slice(0, 3)).toEqual([
    "nemesis   !kill n1 n2 !heal n1",
    "client 0   |A write 1|",
    "client 1               |B read nothing|",
  ]);
});

test("marks between the same two events are one, and are summed up if they are many", () => {
  const [few] = renderText(staleRead(nemesis("heal", "n1"), nemesis("heal", "n1")));
  expect(few).toContain("!heal n1");
  expect(few).not.toContain("!heal n1, heal n1");
  const many = Array.from({ length: 1000 }, (_, node) => nemesis("pause", `n${node}`));
  expect(renderText(staleRead(...many))[0]).toContain("!pause n0 and 999 more");
});

test("marks whose labels meet take another row", () => {
  const marks: Mark[] = [
    { event: 2, label: "a long label" },
    { event: 3.5, label: "another one" },
  ];
  const rows = renderText({ ...staleRead(), marks }).slice(0, 2);
  expect(rows).toEqual(["nemesis   !a long label", "nemesis     !another one"]);
});

test("narrow lanes number the marks and explain them, and no line is too wide", () => {
  const text = renderText(staleRead(nemesis("heal", "n1")), { width: 38 });
  expect(text[0]).toBe("nemesis   !1  !2");
  expect(text).toContain("!2  nemesis: heal n1");
  for (const line of text) expect(line.length).toBeLessThanOrEqual(38);
});

test("the picture for a page has a line for each mark, and nothing in a mark can become markup", () => {
  const html = renderHtml(staleRead(nemesis("heal", "<img>")));
  expect(html.match(/stroke-dasharray="2 3"/g)).toHaveLength(2);
  expect(html).toContain("&lt;img&gt;");
  expect(html).not.toContain("<img>");
});
