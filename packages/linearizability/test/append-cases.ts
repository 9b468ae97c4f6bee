/** Cases for logs and strings whose reads reveal the order of all appends before them. */
import type { EngineCase, Library } from "./engine-case.ts";
import type { Kind, Lot } from "./random-operations.ts";

type Elements = readonly unknown[];

const tamperWithRead = (elements: Elements, lot: Lot, other: unknown): Elements => {
  const place = lot(elements.length + 1);
  switch (lot(5)) {
    case 0:
      return elements.slice(0, place);
    case 1:
      return elements.toSpliced(place, 1);
    case 2:
      return elements.toSpliced(place, 0, other);
    case 3:
      return elements.toReversed();
    default:
      return [...elements, other];
  }
};

/** @param next draws the next element. */
function logs(
  next: (serial: number, lot: Lot) => unknown,
  initial: Elements,
): () => Kind<Elements> {
  return () => {
    let serial = 0;
    return {
      initial,
      draw: (lot) =>
        lot(2) === 0 ? { name: "read" } : { name: "append", input: next(++serial, lot) },
      apply: (elements, { name, input }) =>
        name === "read" ? [elements, elements] : [[...elements, input], undefined],
      tamper: ({ name }, output, lot) => {
        if (name !== "read") return output;
        return tamperWithRead(output as Elements, lot, next(Math.max(1, serial - lot(4) + 2), lot));
      },
    };
  };
}

/** @param pieces draws what is appended, and what is written. */
function texts(
  piece: (serial: number, lot: Lot) => string,
  start: (serial: number, lot: Lot) => string,
  initial: string,
): () => Kind<string> {
  return () => {
    let serial = 0;
    return {
      initial,
      draw: (lot) => {
        const kind = lot(7);
        if (kind < 3) return { name: "read" };
        if (kind < 6) return { name: "append", input: piece(++serial, lot) };
        return { name: "write", input: start(++serial, lot) };
      },
      apply: (content, { name, input }) => {
        if (name === "read") return [content, content];
        return [name === "write" ? String(input) : content + String(input), undefined];
      },
      tamper: ({ name }, output, lot) => {
        if (name !== "read") return output;
        const recent = Math.max(1, serial - lot(4) + 2);
        const content = String(output);
        const at = lot(content.length + 1);
        switch (lot(6)) {
          case 0:
            return content.slice(0, at);
          case 1:
            return content.slice(at);
          case 2:
            return content + piece(recent, lot);
          case 3:
            return start(recent, lot) + content;
          case 4:
            return start(recent, lot);
          default:
            return start(recent, lot) + piece(Math.max(1, serial - lot(3)), lot);
        }
      },
    };
  };
}

const number = (serial: number): number => serial;

const faultsOfLogs = ["contradicting-reads", "read-of-nothing", "wrong-order", "lost-append"];

export function appendCasesOf({ log, text }: Library): readonly EngineCase[] {
  return [
    {
      engine: "appends",
      of: "logs whose elements are appended once",
      kindOf: logs(number, []),
      model: log(),
      disguise: { nothing: [null] },
      rules: faultsOfLogs,
    },
    {
      engine: "appends",
      of: "logs of lists that hold something from the beginning",
      kindOf: logs((serial) => [serial], ["first", "second"]),
      model: log(["first", "second"]),
      rules: [...faultsOfLogs, "lost-beginning"],
    },
    {
      engine: "appends",
      of: "logs whose elements are appended repeatedly",
      kindOf: logs((_, lot) => lot(3), [1]),
      model: log([1]),
      rules: ["read-of-nothing", "lost-append", "no-order"],
    },
    {
      engine: "search",
      of: "logs of two elements",
      kindOf: logs((_, lot) => lot(2), []),
      model: log(),
      disguise: { nothing: [null] },
      rules: ["no-order"],
    },
    {
      engine: "appends",
      of: "strings of pieces that occur once",
      kindOf: texts(
        (serial) => `a${serial};`,
        (serial) => `w${serial};`,
        "",
      ),
      model: text(),
      rules: ["read-of-nothing", "lost-append", "stale-initial-value", "shown-too-often"],
    },
    {
      engine: "appends",
      of: "strings of numbers, of which one may begin with another",
      kindOf: texts(
        (serial, lot) => String(lot(2) === 0 ? serial : serial + 8),
        (serial) => `w${serial}`,
        "0",
      ),
      model: text("0"),
      rules: ["read-of-nothing", "lost-append", "stale-initial-value"],
    },
    {
      engine: "appends",
      of: "strings of few letters",
      kindOf: texts(
        (_, lot) => ["a", "b", "ab", ""][lot(4)] ?? "",
        (_, lot) => "dae"[lot(3)] ?? "",
        "",
      ),
      model: text(),
      rules: ["read-of-nothing"],
    },
  ];
}
