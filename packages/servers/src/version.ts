import { ServiceError } from "./service-error.ts";
import type { Service } from "./service.ts";

/** @throws {ServiceError} if the version lacks what the strategies use. */
export function assertNewEnough(
  version: string,
  { title, oldestVersion }: Service,
  where: string,
): void {
  if (compare(version, oldestVersion) >= 0) return;
  throw new ServiceError(
    "TOO_OLD",
    `${where} is ${title} ${version}, and the strategies need ${oldestVersion} or later`,
  );
}

function compare(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
