/** `pnpm build`: builds what is out of date. */
import { buildAll } from "./build-all.mjs";

if (!(await buildAll("build"))) process.exitCode = 4;
