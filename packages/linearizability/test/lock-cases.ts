/** The case for locks, and the rules that their histories break. */
import type { EngineCase, Library } from "./engine-case.ts";
import type { Kind } from "./random-operations.ts";

/** Clients wait until the lock is free; a client that does not hold it is refused its release. */
const locks: Kind<number | null> = {
  initial: null,
  isByClient: true,
  draw: (lot) => ({ name: ["acquire", "tryAcquire", "release", "release"][lot(4)] ?? "acquire" }),
  apply: (holder, { client, name }) => {
    if (name === "release") return holder === client ? [null, true] : [holder, false];
    if (name === "tryAcquire") return holder === null ? [client, true] : [holder, false];
    return holder === null ? [client, undefined] : undefined;
  },
  tamper: ({ name }, output) => (name === "acquire" ? output : output !== true),
};

export function lockCasesOf({ lock }: Library): readonly EngineCase[] {
  return [
    {
      engine: "holds",
      of: "locks",
      kindOf: () => locks,
      model: lock(),
      rules: [
        "release-without-hold",
        "held-twice",
        "release-refused-to-holder",
        "refused-while-free",
      ],
    },
  ];
}
