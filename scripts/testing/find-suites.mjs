/**
 * The suites of tests of the repository: one for each package that has tests, and one for its
 * long tests.
 *
 * A suite's key is turbo's hash of everything that its tests read, as turbo.json says: where the
 * key is the same, the tests need not run again. turbo only computes it. The tests of all
 * packages run in one process, which starts in the time that one package took.
 */
import { join } from "node:path";
import { root, runTurbo } from "../build-all.mjs";

const SCOPE = "@sync-strategies/";

/**
 * @returns {Promise<{ name: string, packageName: string, folder: string, config: string,
 *   key: string, madeOf: Set<string> }[]>} `madeOf` names the packages that this one depends on, itself too.
 */
export async function findSuites({ withLongTests }) {
  const names = withLongTests ? ["test", "test:long"] : ["test"];
  const { stdout, stderr, status } = await runTurbo(["run", ...names, "--dry=json"]);
  if (status !== 0) throw new Error(`turbo could not list the tests:\n${stdout}${stderr}`);
  const tasks = new Map(JSON.parse(stdout).tasks.map((task) => [task.taskId, task]));
  const suites = [];
  for (const { taskId, task, package: packageName, directory, hash, command } of tasks.values()) {
    if (!names.includes(task) || command === "<NONEXISTENT>") continue;
    const isLong = task === "test:long";
    const shortName = packageName.replace(SCOPE, "");
    suites.push({
      name: isLong ? `${shortName}, long` : shortName,
      packageName: shortName,
      folder: directory,
      config: join(root, isLong ? "vitest.long.ts" : join(directory, "vitest.config.ts")),
      key: `${hash}-${process.version}`,
      madeOf: packagesUnder(taskId, tasks),
    });
  }
  return suites.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function packagesUnder(taskId, tasks, seen = new Set(), names = new Set()) {
  if (seen.has(taskId)) return names;
  seen.add(taskId);
  const task = tasks.get(taskId);
  if (task === undefined) return names;
  names.add(task.package.replace(SCOPE, ""));
  for (const dependency of task.dependencies) packagesUnder(dependency, tasks, seen, names);
  return names;
}
