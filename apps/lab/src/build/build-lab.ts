/** Builds the lab: one folder of static files that any web server can hold. */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { labConfig } from "./lab-config.ts";

/** Where index.html is. */
const labRoot = fileURLToPath(new URL("../../", import.meta.url));

/** @param folder is emptied first. */
export async function buildLab(folder: string): Promise<void> {
  // Vite reads no option for this. Any other value, such as that of a test or of the caller's shell,
  // would take the development code of the libraries, some of which needs Node, and paths of this
  // machine into the page.
  process.env["NODE_ENV"] = "production";
  await build({
    ...(await labConfig()),
    root: labRoot,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      // Each asset is a separate file: the policy allows no data: address.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
}
