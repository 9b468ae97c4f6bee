import { strategy } from "./sound-store.ts";

export default strategy("throws-when-created", () => {
  throw new Error("no store today");
});
