import type { Plugin } from "vite";

/** A plugin of modules that are generated: from a module's name to the function that writes it. */
export function virtualModules(
  name: string,
  modules: Readonly<Record<string, () => string>>,
): Plugin {
  return {
    name,
    // A leading zero byte keeps other plugins from looking for a file of this name.
    resolveId: (id) => (id in modules ? `\0${id}` : undefined),
    load: (id) => (id.startsWith("\0") ? modules[id.slice(1)]?.() : undefined),
  };
}
