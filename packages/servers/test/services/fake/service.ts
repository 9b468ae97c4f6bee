/** A service whose server is a program of this folder, and whose client is `fetch`. */
import { ServiceError, type Service } from "@sync-strategies/servers";

const service: Service = {
  id: "fake",
  title: "Fake",
  protocols: ["http:"],
  oldestVersion: "2.5",
  programs: ["node"],
  debianPackage: "nodejs",
  settings: { version: "2.10.1" },
  readyLine: /^ready$/,
  endSignal: "SIGKILL",
  words: ({ folder, port, settings }) => [
    settings["program"] ?? "",
    JSON.stringify({ folder, port, ...settings }),
  ],
  urlAt: (port) => `http://127.0.0.1:${port}`,
  inspect: (url, signal) => ask(url, "version", signal),
  async tryWriting(url, namespace, signal) {
    await ask(url, `put/${namespace}`, signal);
    await ask(url, `remove/${namespace}`, signal);
  },
  async list(url, prefix, signal) {
    return JSON.parse(await ask(url, `list/${prefix}`, signal)) as string[];
  },
  async removeAll(url, prefix, signal) {
    await ask(url, `remove/${prefix}`, signal);
  },
};

export default service;

async function ask(url: string, path: string, signal: AbortSignal): Promise<string> {
  const { origin, password } = new URL(url);
  const response = await fetch(`${origin}/${path}?${password}`, { signal });
  const text = await response.text();
  if (response.status === 401) throw ServiceError.refused(url);
  if (response.status === 403) throw ServiceError.readOnly(url, "it is a replica");
  if (!response.ok) throw new Error(text);
  return text;
}
