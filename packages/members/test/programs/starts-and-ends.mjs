/** A coordinator that ends once its members have ended. Which kind they are is its argument. */
import { startProcess, startThread } from "../../dist/index.js";

const start = process.argv[2] === "processes" ? startProcess : startThread;
const program = new URL("serves.mjs", import.meta.url);
const [one, other] = [await start(program, "member 1"), await start(program, "member 2")];
for (const member of [one, other]) await member.ask({ task: "print" });
const exiting = one.ask({ task: "exit", code: 0 });
await Promise.allSettled([exiting, other.ask({ task: "echo" })]);
await other.end();
process.stdout.write("all have ended");
