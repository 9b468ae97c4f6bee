/**
 * A fingerprint of code: equal as long as the code does the same in the same words. Comments,
 * white space, the names of local variables and code that nothing uses are not part of it, since
 * the sources are bundled and minified first. Everything that a file imports is part of it, other
 * libraries too.
 */
import { createHash } from "node:crypto";
import { build } from "esbuild";

/** The fingerprint of a source file, an absolute path, with everything that it imports. */
export async function fingerprintOf(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@sync-strategies/source"],
    legalComments: "none",
    logLevel: "silent",
  });
  const code = outputFiles.map(({ text }) => text).join("");
  return createHash("sha256").update(code).digest("hex").slice(0, 10);
}
