/** A coordinator that ends once its members have ended. */
import { startThread } from "../../dist/index.js";

const program = new URL("serves.mjs", import.meta.url);
const members = [await startThread(program, "thread 1"), await startThread(program, "thread 2")];
const exiting = members[0].ask({ task: "exit", code: 0 });
await Promise.allSettled([exiting, members[1].ask({ task: "echo" })]);
await members[1].end();
process.stdout.write("all have ended");
