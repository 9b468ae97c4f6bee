/** A service whose server is not installed. */
import type { Service } from "@sync-strategies/servers";
import fake from "../fake/service.ts";

const service: Service = {
  ...fake,
  id: "missing",
  title: "Missing",
  programs: ["no-such-server", "no-such-tool"],
  debianPackage: "no-such-package",
};

export default service;
