/**
 * `pnpm test`: builds first, since the command's own tests run the compiled command on compiled
 * strategies, which it finds at run time, by edges that turbo does not see. Then tests every
 * package that has changed since its tests last passed.
 */
import { buildAll, runTurbo } from "./build-all.mjs";

if (buildAll()) {
  const words = ["run", "test", "--ui=stream", "--output-logs=new-only", ...process.argv.slice(2)];
  process.exitCode = runTurbo(words, "inherit").status ?? 1;
} else {
  process.exitCode = 1;
}
