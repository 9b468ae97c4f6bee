/** Credentials are in no message, wherever a library puts them. */
import { beforeAll, expect, test } from "vitest";
import { keepSecret, withoutCredentials, withoutSecrets } from "../src/secrets.ts";

const url = "postgres://alice:p%40ss(word@db.example:5432/app?sslpassword=pem&application_name=x";

beforeAll(() => {
  keepSecret(url);
  keepSecret("nats://t0ken@127.0.0.1");
  keepSecret("no url: hunter2");
});

test.for([
  [
    "the URL as it was typed",
    `cannot connect to ${url}.`,
    "cannot connect to postgres://…@db.example:5432/app?sslpassword=…&application_name=x.",
  ],
  ["another URL with credentials", "at http://u:p@127.0.0.1/x", "at http://…@127.0.0.1/x"],
  ["a password", "wrong: p@ss(word", "wrong: …"],
  ["a password as in the URL", '"p%40ss(word"', '"…"'],
  ["a secret of the query", "key pem is no key", "key … is no key"],
  ["a token", "t0ken expired", "… expired"],
  ["what is no URL", "Invalid URL: no url: hunter2", "Invalid URL: …"],
] as const)("%s is hidden", ([, message, shown]) => {
  expect(withoutSecrets(message)).toBe(shown);
});

test("what only resembles a secret stays", () => {
  const text = "pemican, t0kens and alice at db.example:5432, redis://127.0.0.1:6379, a@b.c";
  expect(withoutSecrets(text)).toBe(text);
});

test("credentials of a URL that was never noted are hidden, too, up to the last @", () => {
  expect(withoutCredentials("redis://:a@b@host:1 and etcd")).toBe("redis://…@host:1 and etcd");
});
