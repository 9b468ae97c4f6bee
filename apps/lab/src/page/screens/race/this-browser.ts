/** What a page can know of where it runs. */

interface UserAgentData {
  readonly brands: readonly { readonly brand: string; readonly version: string }[];
}

/** "Chromium 142", "Firefox 140": a name and a version, for people to read. */
export function browserName(): string {
  const { userAgentData } = navigator as { userAgentData?: UserAgentData };
  // Among the brands is one that means nothing, so that no program relies on the list.
  const brand = userAgentData?.brands.find(({ brand: name }) => !/not.*brand/i.test(name));
  if (brand !== undefined) return `${brand.brand} ${brand.version}`;
  const found = /(?<name>Firefox|Version)\/(?<version>[\d.]+)/.exec(navigator.userAgent)?.groups;
  if (found === undefined) return "a browser";
  return `${found["name"] === "Version" ? "Safari" : found["name"]} ${found["version"]}`;
}

export function platformName(): string {
  return /\((?<platform>[^;)]*)/.exec(navigator.userAgent)?.groups?.["platform"] ?? "unknown";
}
