/**
 * Credentials that reach nothing that is shown or saved. Client libraries put URLs and passwords
 * into their messages, so what comes from a strategy's process passes {@link withoutSecrets}.
 *
 * A password may be an everyday word, such as the name of the service. It is taken only out of
 * messages, never out of whole documents, and only where it is a word to itself.
 */
const secrets = new Set<string>();

/** What is in the place of a secret. */
const HIDDEN = "…";

/** Query parameters in which client libraries take secrets. */
const secretParameter = /pass|pwd|secret|token|key/i;

/** Notes the secrets in the URL, or all of it if it is none. */
export function keepSecret(url: string): void {
  if (!URL.canParse(url)) {
    secrets.add(url);
    return;
  }
  const { username, password, searchParams } = new URL(url);
  // A user without a password may be a token.
  addSecret(password || username);
  for (const [name, value] of searchParams) if (secretParameter.test(name)) addSecret(value);
}

/** As it is, and as it is written in a URL. */
function addSecret(text: string): void {
  if (text === "") return;
  secrets.add(text);
  try {
    secrets.add(decodeURIComponent(text));
  } catch {
    // It is used as it is.
  }
}

/** The text without the secrets that were noted, and without any URL's credentials. */
export function withoutSecrets(text: string): string {
  const longestFirst = [...secrets].toSorted((one, other) => other.length - one.length);
  const rest = longestFirst.reduce((shown, secret) => {
    const word = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(secret)}(?![\\p{L}\\p{N}])`, "gu");
    return shown.replace(word, HIDDEN);
  }, text);
  return withoutCredentials(rest);
}

/** The text without the user and the password of any URL in it. */
export function withoutCredentials(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#'"`]*@/gi, `$1${HIDDEN}@`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
