/**
 * `pnpm test`: builds what is out of date, then tests every package that has changed since its
 * tests last passed, or those that are named and the packages they are made of.
 */
import { testCommand } from "./testing/test-command.mjs";

process.exitCode = await testCommand("test", process.argv.slice(2));
