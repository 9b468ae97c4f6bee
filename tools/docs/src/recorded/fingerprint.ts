/**
 * A fingerprint of code: equal as long as the code does the same in the same words. Types, comments,
 * white space, the names of local variables and code that nothing uses are not part of it, since
 * the sources are bundled and minified first. Everything that a file imports is part of it, other
 * libraries too, and so are the programs that it starts in threads. Of a separate workspace, which
 * need not be installed, the libraries are known by their versions.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { externalStateWorkspace, exportedFile } from "@sync-strategies/command-kit/strategies";
import { workspaceRoot } from "@sync-strategies/command-kit";
import { build, transform, type Plugin } from "esbuild";

const MINIFYING = { minify: true, format: "esm", target: "node20", legalComments: "none" } as const;

/** The fingerprint of a source file, an absolute path, with everything that it imports. */
export async function fingerprintOf(file: string): Promise<string> {
  const code: string[] = [];
  const files = [file];
  // The list grows while it is read: a program may start others.
  for (const each of files) {
    const bundle = await bundled(each);
    code.push(bundle.code);
    files.push(...bundle.programs.filter((program) => !files.includes(program)));
  }
  return createHash("sha256").update(code.join("")).digest("hex").slice(0, 10);
}

/** What esbuild makes of a file, and the programs that its own sources start in threads. */
async function bundled(file: string): Promise<{ code: string; programs: string[] }> {
  const folder = dirname(file);
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@sync-strategies/source"],
    legalComments: "none",
    logLevel: "silent",
    plugins: file.startsWith(join(externalStateWorkspace.folder, "/")) ? [notInstalled] : [],
  });
  const sources = Object.keys(metafile.inputs)
    .map((path) => resolve(folder, path))
    .filter((path) => path.endsWith(".ts"));
  // A step apart: the names that minifying gives depend on the types, too, if it sees them.
  const minified = await Promise.all(outputFiles.map(({ text }) => transform(text, MINIFYING)));
  return {
    code: minified.map(({ code }) => code).join(""),
    programs: sources.flatMap(programsBeside).toSorted(),
  };
}

/** Resolves the packages of this repository, and leaves a library's name and version in its place. */
const notInstalled: Plugin = {
  name: "not-installed",
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, async ({ path, kind }) => {
      if (kind === "entry-point" || isBuiltin(path)) return undefined;
      const [scope = "", name = "", ...rest] = path.split("/");
      if (scope !== "@sync-strategies") return { path: versioned(path), external: true };
      const subpath = rest.length === 0 ? "." : `./${rest.join("/")}`;
      const folder = join(workspaceRoot, "packages", name);
      const source = await exportedFile(folder, subpath, "@sync-strategies/source");
      return source === undefined ? undefined : { path: source };
    });
  },
};

/** "lmdb@3.5.6" */
function versioned(imported: string): string {
  const manifest = join(externalStateWorkspace.folder, "package.json");
  const { dependencies } = JSON.parse(readFileSync(manifest, "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const names = Object.keys(dependencies);
  const name = names.find((each) => imported === each || imported.startsWith(`${each}/`));
  return name === undefined ? imported : `${imported}@${dependencies[name]}`;
}

/**
 * The programs of threads in the folder of a source that starts threads. A program is known by what
 * only a thread has; that a source names it cannot be seen by reading, since threads run what is
 * compiled.
 */
function programsBeside(source: string): string[] {
  if (!takesFromThreads(source, /\bWorker\b/)) return [];
  return readdirSync(dirname(source))
    .map((name) => join(dirname(source), name))
    .filter(
      (path) => path.endsWith(".ts") && takesFromThreads(path, /\b(?:parentPort|workerData)\b/),
    )
    .filter((path) => path !== source);
}

function takesFromThreads(source: string, what: RegExp): boolean {
  const imports = /^import \{(?<names>[^}]*)\} from "node:worker_threads"/m;
  const names = imports.exec(readFileSync(source, "utf8"))?.groups?.["names"] ?? "";
  return what.test(names);
}
