import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("each service has a test of its strategies, which runs while those of others do", () => {
  const services = readdirSync(fileURLToPath(new URL("../../services", import.meta.url)));
  const tests = readdirSync(fileURLToPath(new URL(".", import.meta.url)));
  expect(tests).toEqual(expect.arrayContaining(services.map((id) => `${id}-contract.test.ts`)));
});
