/** The program of every member process: loads the member's own, and says what it throws. */
import { becomeMember } from "./process-link.ts";

const { fail } = becomeMember();
process.on("uncaughtException", fail);
try {
  await import(process.argv[2] ?? "");
} catch (error) {
  fail(error);
}
