import { describe, expect, test } from "vitest";
import vm from "node:vm";
import {
  check,
  fingerprint,
  isSame,
  register,
  type Operation,
} from "@sync-strategies/linearizability";

class Point {
  #x: number;
  constructor(x: number) {
    this.#x = x;
  }
  get x(): number {
    return this.#x;
  }
}

const cyclic = (extra: object = {}): object => {
  const value: Record<string, unknown> = { ...extra, inner: [] };
  value["inner"] = [value];
  return value;
};

const deep = (levels: number, innermost: unknown): unknown => {
  let value = innermost;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
};

describe("values of the same content are the same", () => {
  test.each<[string, unknown, unknown]>([
    ["numbers that are none", Number.NaN, Number.NaN],
    ["zeros", 0, -0],
    ["large integers", 2n ** 64n, 2n ** 64n],
    ["fields in another order", { a: 1, b: [2, { c: 3, d: 4 }] }, { b: [2, { d: 4, c: 3 }], a: 1 }],
    ["numbers that are none, inside", [Number.NaN, { x: -0 }], [Number.NaN, { x: 0 }]],
    ["large integers, inside", { x: 1n }, { x: 1n }],
    ["cycles", cyclic(), cyclic()],
    [
      "objects without a prototype",
      Object.assign(Object.create(null) as object, { a: 1 }),
      { a: 1 },
    ],
    ["objects of another realm", vm.runInNewContext("({ a: [1, 2] })"), { a: [1, 2] }],
    ["deep values", deep(50_000, 1), deep(50_000, 1)],
    ["the same symbol, inside", [Symbol.iterator], [Symbol.iterator]],
    ["symbols of one name in the registry", [Symbol.for("one")], [Symbol.for("one")]],
  ])("%s", (_, one, other) => {
    expect(isSame(one, other)).toBe(true);
    expect(new Set([fingerprint(one), fingerprint(other)]).size).toBe(1);
  });
});

describe("values of another content or identity differ", () => {
  const shared = new Set([1]);
  test.each<[string, unknown, unknown]>([
    ["a number, its text and its large integer", 1, "1"],
    ["a number and its large integer", 1, 1n],
    ["a number and its large integer, inside", [1], [1n]],
    ["a number that is none, and null", [Number.NaN], [null]],
    ["an infinite number, and null", { x: Infinity }, { x: null }],
    ["undefined and null, inside", [undefined], [null]],
    ["a field of undefined and a missing field", { x: undefined }, {}],
    ["an array and an object of the same fields", [1], { 0: 1 }],
    ["an array with a hole, and a shorter one", [1, , 2], [1, 2]], // oxlint-disable-line no-sparse-arrays
    ["an array with one more field", Object.assign([1], { more: 2 }), [1]],
    ["an object and its own text", { a: 1 }, '{"a":1,}'],
    ["text that begins as an object's", fingerprint({ a: 1 }), { a: 1 }],
    ["keys that hold separators", { 'a":1,"b': 1 }, { a: 1, b: 1 }],
    ["sets", new Set([1]), new Set([2])],
    ["sets of the same content", new Set([1]), new Set([1])],
    ["maps", new Map([[1, 1]]), new Map([[1, 2]])],
    ["errors", new Error("a"), new Error("b")],
    ["patterns", /a/, /b/],
    ["dates", new Date(0), new Date(1)],
    ["functions", () => 1, () => 2],
    ["symbols of the same description", Symbol("a"), Symbol("a")],
    ["symbols inside", [Symbol("a")], [Symbol("a")]],
    ["private fields", new Point(1), new Point(2)],
    ["an object and one with a symbol", { a: 1 }, { a: 1, [Symbol("b")]: 2 }],
    ["an object and one with toJSON", { toJSON: () => 1 }, 1],
    ["cycles that hold more", cyclic({ a: 1 }), cyclic()],
    ["a cycle and its first turn", cyclic(), { inner: [{ inner: [] }] }],
    ["deep values", deep(50_000, 1), deep(50_000, 2)],
    ["what holds one set, and what holds another", [shared], [new Set([1])]],
  ])("%s", (_, one, other) => {
    expect(isSame(one, other)).toBe(false);
    expect(new Set([fingerprint(one), fingerprint(other)]).size).toBe(2);
  });
});

test("a value that is compared by identity is the same as itself, wherever it is", () => {
  for (const value of [new Set([1]), new Error("a"), () => 1, Symbol("a"), new Point(1)]) {
    expect(isSame(value, value)).toBe(true);
    expect(isSame([value], [value])).toBe(true);
    expect(isSame({ a: [value] }, { a: [value] })).toBe(true);
  }
});

function unreadable(): never {
  throw new Error("unreadable");
}

test("a proxy that cannot be looked into is compared by identity", () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  const refusing = new Proxy(
    {},
    { ownKeys: () => unreadable(), getPrototypeOf: () => unreadable() },
  );
  for (const value of [proxy, refusing]) {
    expect(isSame([value], [value])).toBe(true);
    expect(isSame(value, {})).toBe(false);
    expect(isSame(value, [])).toBe(false);
  }
});

test("an accessor is not called", () => {
  const value = {
    get secret(): never {
      throw new Error("read");
    },
  };
  expect(isSame(value, value)).toBe(true);
  expect(isSame(value, { secret: 1 })).toBe(false);
});

test("a set that was replaced by another is not read again", () => {
  const [one, two] = [new Set([1]), new Set([2])];
  const history: Operation[] = [
    { client: 1, key: "", name: "write", input: one, called: 1, returned: 2 },
    { client: 1, key: "", name: "write", input: two, called: 3, returned: 4 },
    { client: 1, key: "", name: "read", output: one, called: 5, returned: 6 },
  ];
  expect(check(history, register()).verdict).toBe("not-linearizable");
  expect(check(history.with(2, { ...history[2]!, output: two }), register()).verdict).toBe(
    "linearizable",
  );
});

test("a register that holds no number is read as that", () => {
  const history = [
    { client: 1, key: "", name: "write", input: Number.NaN, called: 1, returned: 2 },
    { client: 1, key: "", name: "read", output: Number.NaN, called: 3, returned: 4 },
  ];
  expect(check(history, register()).verdict).toBe("linearizable");
});
