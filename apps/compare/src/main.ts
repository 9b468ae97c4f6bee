/**
 * The command. It can be interrupted from the start, so that comes before all else is loaded; and so
 * does its title, since a URL among its words may have a password in it, which every user of the
 * machine could read in the list of processes.
 */
import { handleInterruptions } from "@sync-strategies/command-kit/interruption";

process.title = "compare";
handleInterruptions();
await import("./run.ts");
