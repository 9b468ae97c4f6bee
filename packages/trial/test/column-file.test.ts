/** What goes from process to process by file arrives as it was. */
import { mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HistoryRecorder, monotonicClock } from "@sync-strategies/linearizability";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readColumns, writeColumns } from "../src/column-file.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "column-file-test-"));
});

afterEach(() => rm(folder, { recursive: true }));

function recorded(operations: number): unknown {
  const recorder = new HistoryRecorder(8, monotonicClock());
  for (let value = 0; value < operations; value++) {
    recorder.returnWrite(recorder.callWrite(1, 2, value));
    recorder.returnRead(recorder.callRead(3, 2), value);
  }
  return recorder.memberHistory();
}

// With 9 operations the recorder is full.
test.each([0, 3, 9])("a history of 2 × %d operations, and its clock", async (operations) => {
  const history = recorded(operations);
  const path = join(folder, "columns");
  const outline: unknown = structuredClone(await writeColumns(path, history));
  expect(JSON.stringify(outline).length).toBeLessThan(1000);
  expect(await readColumns(path, outline)).toEqual(history);
});

test("a file that is too short is no history", async () => {
  const path = join(folder, "columns");
  const outline = await writeColumns(path, recorded(3));
  await truncate(path, 20);
  await expect(readColumns(path, outline)).rejects.toThrow("ends before its columns do");
});
