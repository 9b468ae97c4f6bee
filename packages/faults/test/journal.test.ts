import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kind, operationsOf } from "@sync-strategies/linearizability";
import { afterEach, beforeEach, expect, test } from "vitest";
import { JournalWriter, readJournal } from "../src/journal.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("plays to a recorder what was written, in its order", async () => {
  const path = join(folder, "journal");
  const journal = new JournalWriter(path);
  const write = journal.callWrite(1, 7, 40);
  const read = journal.callRead(2, 7);
  journal.returnWrite(write);
  journal.returnRead(read, undefined);
  const update = journal.callUpdate(1, 7);
  journal.updating(update, 40, 41);
  journal.returnUpdate(update);
  journal.close();
  const { operations, history } = await readJournal(path);
  expect(operationsOf(history.history)).toEqual([
    { client: 1, key: "7", name: "write", called: 1, input: 40, returned: 3 },
    { client: 2, key: "7", name: "read", called: 2, output: null, returned: 4 },
    { client: 1, key: "7", name: "update", called: 5, output: [40, 41], returned: 7 - 1 },
  ]);
  const times = operations.map(({ calledNs, settled }) => [calledNs, settled?.atNs ?? 0]);
  expect(times.every(([called = 0, settled = 0]) => called <= settled)).toBe(true);
  expect(operations.map(({ settled }) => settled?.as)).toEqual([
    "returned",
    "returned",
    "returned",
  ]);
});

test("counts what was acknowledged, and how much of it changed the state", () => {
  const journal = new JournalWriter(join(folder, "journal"));
  journal.returnRead(journal.callRead(1, 0), 5);
  journal.returnUpdate(journal.callUpdate(1, 0));
  journal.callUpdate(2, 0);
  expect(journal.acknowledged).toEqual({ operations: 2, changes: 1 });
  journal.close();
});

test("leaves an operation of unknown outcome unfinished, and one that failed without effect", async () => {
  const path = join(folder, "journal");
  const journal = new JournalWriter(path);
  journal.updating(journal.callUpdate(1, 0), undefined, 10);
  journal.rejected(1, "unknown");
  journal.updating(journal.callUpdate(2, 0), undefined, 20);
  journal.rejected(2, "failed");
  journal.close();
  const { operations, history } = await readJournal(path);
  expect(operations.map(({ settled }) => settled?.as)).toEqual(["unknown", "failed"]);
  expect([...history.history.kinds]).toEqual([Kind.update, Kind.noEffect]);
  expect(history.history.returns[0]).toBe(0);
});

test("reads what a killed process left, whose last record may be half written", async () => {
  const path = join(folder, "journal");
  const journal = new JournalWriter(path);
  journal.callRead(3, 1);
  journal.close();
  appendFileSync(path, new Uint8Array(20));
  const { operations } = await readJournal(path);
  expect(operations).toMatchObject([{ client: 3, kind: "read", key: 1 }]);
  expect(operations[0]?.settled).toBeUndefined();
});

test("an empty journal is an empty history", async () => {
  const path = join(folder, "journal");
  new JournalWriter(path).close();
  const { operations, history } = await readJournal(path);
  expect(operations).toEqual([]);
  expect(history.history).toHaveLength(0);
});
