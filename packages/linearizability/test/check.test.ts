import { describe, expect, test } from "vitest";
import { check, HistoryRecorder, register } from "@sync-strategies/linearizability";

/** Records what the script does, checks it, and returns the verdict. */
function verdictOn(script: (recorder: HistoryRecorder) => void, capacity = 100) {
  const recorder = new HistoryRecorder(capacity);
  script(recorder);
  return check(recorder.history(), register(), { totalOps: recorder.total });
}

const write = (recorder: HistoryRecorder, client: number, value: number): void =>
  recorder.returnWrite(recorder.callWrite(client, 0, value));

const read = (recorder: HistoryRecorder, client: number, value: number | undefined): void =>
  recorder.returnRead(recorder.callRead(client, 0), value);

test("a verdict says what it rests on", () => {
  const verdict = verdictOn((recorder) => {
    write(recorder, 0, 1);
    for (let count = 0; count < 9; count++) read(recorder, 1, 1);
  }, 5);
  expect(verdict).toMatchObject({
    verdict: "linearizable",
    engine: "zones",
    checkedOps: 5,
    totalOps: 10,
  });
});

describe("a violation is explained in a sentence", () => {
  test("for a lost update, with both clients and what they were given and made", () => {
    const verdict = verdictOn((recorder) => {
      write(recorder, 9, 3);
      const [one, other] = [recorder.callUpdate(4, 0), recorder.callUpdate(7, 0)];
      recorder.updating(one, 3, 10);
      recorder.updating(other, 3, 20);
      recorder.returnUpdate(one);
      recorder.returnUpdate(other);
    });
    expect(verdict).toMatchObject({
      verdict: "not-linearizable",
      rule: "lost-update",
      explanation:
        "A lost update: client 4 and client 7 were both given 3 from key 0; one made it 10, " +
        "the other 20, and neither saw what the other did.",
    });
  });

  test.each<[rule: string, script: (recorder: HistoryRecorder) => void, says: RegExp]>([
    ["read-of-nothing", (recorder) => read(recorder, 2, 5), /^Client 2 read 5 from key 0.*nobody/],
    [
      "stale-initial-value",
      (recorder) => {
        write(recorder, 0, 1);
        read(recorder, 5, undefined);
      },
      /client 5 read nothing after client 0 wrote 1/,
    ],
    [
      "interleaved",
      (recorder) => {
        write(recorder, 0, 1);
        write(recorder, 1, 2);
        read(recorder, 5, 1);
      },
      /client 0 wrote 1 before client 1 wrote 2, but client 1 wrote 2 before client 5 read 1/,
    ],
    [
      "wrong-order",
      (recorder) => {
        const update = recorder.callUpdate(3, 0);
        recorder.updating(update, undefined, 7);
        read(recorder, 4, 7);
        read(recorder, 5, undefined);
        recorder.returnUpdate(update);
      },
      /client 4 read 7 before client 5 read nothing/,
    ],
    [
      "circle",
      (recorder) => {
        const [one, other] = [recorder.callUpdate(1, 0), recorder.callUpdate(2, 0)];
        recorder.updating(one, 20, 10);
        recorder.updating(other, 10, 20);
        recorder.returnUpdate(one);
        recorder.returnUpdate(other);
      },
      /client \d updated \d+ to \d+; client \d updated \d+ to \d+/,
    ],
  ])("for %s", (rule, script, says) => {
    const verdict = verdictOn(script);
    expect(verdict).toMatchObject({ verdict: "not-linearizable", rule });
    expect("explanation" in verdict ? verdict.explanation : "").toMatch(says);
  });
});
