/**
 * What esbuild puts before a bundle in ESM format: dependencies that are CommonJS inside go on to
 * `require` Node's own modules.
 */
export const requireForBundles = {
  js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
} as const;
