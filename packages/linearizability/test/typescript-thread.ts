import type { WorkerOptions } from "node:worker_threads";

/**
 * What starts a thread that runs a program from its sources, as the arguments of `new Worker`. In
 * Node 20 a thread does not inherit how to.
 */
export function typeScriptThread(program: URL, options?: WorkerOptions): [string, WorkerOptions] {
  const tsx = import.meta.resolve("tsx/esm/api");
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(program.href)});
  });`;
  const execArgv = ["--conditions=@sync-strategies/source"];
  return [start, { ...options, eval: true, execArgv }];
}
