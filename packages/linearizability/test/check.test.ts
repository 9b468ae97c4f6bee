import { describe, expect, test } from "vitest";
import {
  check,
  counter,
  HistoryRecorder,
  register,
  set,
  text,
  type Model,
  type Operation,
} from "@sync-strategies/linearizability";
import { tooManyOrders } from "./too-many-orders.ts";

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

const add = (input: number, called: number): Operation => ({
  client: 1,
  key: "",
  name: "add",
  input,
  called,
  returned: called + 0.5,
});
const readOf = (output: unknown, called: number): Operation => ({
  client: 2,
  key: "",
  name: "read",
  output,
  called,
  returned: called + 0.5,
});

test("a verdict says what it covers", () => {
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

test("a register keeps what it held before it was recorded", () => {
  const recorder = new HistoryRecorder(10);
  read(recorder, 1, 5);
  const { verdict } = check(recorder.history(), register(5));
  expect(verdict).toBe("linearizable");
  expect(check(recorder.history(), register(6)).verdict).toBe("not-linearizable");
});

describe("a counter's reads", () => {
  test("may be of sums that are not exact", () => {
    const history = [add(0.1, 1), add(0.1, 2), add(0.1, 3), readOf(0.1 + 0.1 + 0.1, 4)];
    expect(check(history, counter()).verdict).toBe("linearizable");
  });

  test.each([null, "1", undefined])("are of numbers, which %o is not", (output) => {
    expect(check([add(1, 1), readOf(output, 2)], counter()).verdict).toBe("not-linearizable");
    expect(check([readOf(output, 2)], counter()).verdict).toBe("not-linearizable");
  });
});

describe("a history too hard to judge is unknown", () => {
  const searchedText: Model<string> = { ...text(), engines: [] };

  const letters = Array.from("abcdefghijklmnopqrstuvwx");
  const { appends, wrong } = tooManyOrders(letters, `${letters.toReversed().join("")}!`, "");

  test.each([
    ["time", { milliseconds: 5, memoryBytes: 2 ** 30 }],
    ["memory", { milliseconds: 1e9, memoryBytes: 2 ** 20 }],
  ])("within a budget of %s", (_, budget) => {
    const verdict = check([...appends, wrong], searchedText, { budget });
    expect(verdict).toMatchObject({ verdict: "unknown", engine: "search", checkedOps: 25 });
  });

  test("but does not keep another key's violation from being found", () => {
    const stale: Operation = {
      client: 100,
      key: "other",
      name: "read",
      output: "?",
      called: 300,
      returned: 301,
    };
    const verdict = check([...appends, wrong, stale], searchedText);
    expect(verdict).toMatchObject({ verdict: "not-linearizable", witness: { key: "other" } });
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
    [
      "read-of-nothing",
      (recorder) => read(recorder, 2, 5),
      /^Client 2 read 5 from key 0.*never written/,
    ],
    [
      "stale-initial-value",
      (recorder) => {
        write(recorder, 0, 1);
        read(recorder, 5, undefined);
      },
      /^Client 5 read nothing from key 0 after client 0 wrote 1, and it cannot have held nothing again/,
    ],
    [
      "interleaved",
      (recorder) => {
        write(recorder, 0, 1);
        write(recorder, 1, 2);
        read(recorder, 5, 1);
      },
      /^Client 5 read 1 from key 0 after client 1 wrote 2, and it cannot have held 1 again/,
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
      /^Client 5 read nothing from key 0 after client 4 read 7, /,
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

test("an addition that was not seen to return may never have happened, whatever its result", () => {
  const unfinished = { client: 1, key: "", name: "add", input: 3, output: true, called: 1 };
  expect(check([unfinished], set([3])).verdict).toBe("linearizable");
  expect(check([{ ...unfinished, returned: 2 }], set([3])).verdict).toBe("not-linearizable");
});
