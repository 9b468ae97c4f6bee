/** Debian's Chromium, without what a headless one has no use for. */
import { spawnSync } from "node:child_process";
import { chromium, type Browser } from "playwright-core";

/** A browser of another name can be given by this variable. */
export const chromiumCommand = process.env["CHROMIUM"] ?? "chromium";

/** Empty if none is installed. */
export const chromiumPath = spawnSync("which", [chromiumCommand]).stdout.toString().trim();

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
