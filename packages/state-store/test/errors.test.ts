import { expect, test } from "vitest";
import { StoreClosedError } from "@sync-strategies/state-store";

test("a rejected operation is recognized by its stable code", () => {
  const error = new StoreClosedError();
  expect(error).toBeInstanceOf(Error);
  expect(error.code).toBe("STORE_CLOSED");
  expect(error.name).toBe("StoreClosedError");
  expect(error.message).not.toBe("");
});
