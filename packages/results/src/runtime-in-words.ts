import type { Environment } from "./result-document.ts";

/** "Node v20.19.0", or the browser in whose page it was run. */
export function runtimeInWords({ node, browser }: Pick<Environment, "node" | "browser">): string {
  return browser ?? `Node ${node}`;
}
