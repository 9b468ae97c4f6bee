/**
 * `pnpm test:all`: `pnpm test`, and what takes long because it must: the tests in files named
 * `*.long.test.ts`, those of the peers and of external state, which it installs first, and the Go
 * reference's.
 */
import { testCommand } from "./testing/test-command.mjs";

process.exitCode = await testCommand("test:all", process.argv.slice(2));
