import { expect, test } from "vitest";
import { linkTo, parseAddress } from "../src/page/router.ts";

test("a link leads to the address that it was made of", () => {
  const link = linkTo("now-with", { strategy: "mutex/ticket-kept", steps: "AB&=#" });
  expect(parseAddress(link)).toEqual({
    screen: "now-with",
    parameters: { strategy: "mutex/ticket-kept", steps: "AB&=#" },
  });
});

test("parameters without a value are left out", () => {
  expect(linkTo("every-order", { guess: undefined, schedule: "" })).toBe("#/every-order");
});

test.each(["", "#", "#/"])("the address %j is the first view", (hash) => {
  expect(parseAddress(hash)).toEqual({ screen: "", parameters: {} });
});
