/** Serves the lab's folder on this machine alone, with the headers of its policy. */
import type { AddressInfo } from "node:net";
import { messageOf, CommandError, ExitCode } from "@sync-strategies/command-kit";
import { preview } from "vite";
import { securityHeaders } from "../build/security.ts";

export interface LabServer extends AsyncDisposable {
  /** The address of the page, with a port that was free. */
  readonly url: string;
}

export async function serveLab(folder: string): Promise<LabServer> {
  try {
    const server = await preview({
      configFile: false,
      envFile: false,
      logLevel: "error",
      build: { outDir: folder },
      preview: { host: "127.0.0.1", port: 0, headers: securityHeaders },
    });
    const { port } = server.httpServer.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}/`,
      [Symbol.asyncDispose]: () => server.close(),
    };
  } catch (error) {
    throw new CommandError(ExitCode.failed, `the page cannot be served: ${messageOf(error)}`);
  }
}
