/** The command. It can be interrupted from the start, so that comes before all else is loaded. */
import { handleInterruptions } from "@sync-strategies/command-kit/interruption";

handleInterruptions();
await import("./run.ts");
