/** A coordinator that prints the ids of its member processes, of which one is in an endless loop. */
import { startProcess } from "../../dist/index.js";

const program = new URL("serves.mjs", import.meta.url);
const members = [
  await startProcess(program, "process 1"),
  await startProcess(program, "process 2"),
];
const pids = await Promise.all(members.map((member) => member.ask({ task: "pid" })));
members[1].onNotice(() => process.stdout.write(`${JSON.stringify(pids)}\n`));
void members[1].ask({ task: "notifyAndLoop" });
