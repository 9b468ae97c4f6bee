/** Servers that answer no more than who asks for their version: it is too old for the strategies. */
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

export interface OldServer extends AsyncDisposable {
  readonly port: number;
  readonly version: string;
}

/** By service. */
export const oldServers: Readonly<Record<string, () => Promise<OldServer>>> = {
  // It has the path of the version, and not those of the gateway.
  etcd: () => {
    const version = "3.3.27";
    const server = createHttpServer(({ url }, response) => {
      response.statusCode = url === "/version" ? 200 : 404;
      response.end(JSON.stringify({ etcdserver: version, etcdcluster: "3.3.0" }));
    });
    return listen(server, version);
  },

  nats: () => {
    const version = "2.1.9";
    const about = { server_id: "old", version, max_payload: 1_048_576, proto: 1 };
    const server = createServer((socket) => {
      socket.write(`INFO ${JSON.stringify(about)} \r\n`);
      answer(socket, (text) => (text.includes("PING") ? "PONG\r\n" : ""));
    });
    return listen(server, version);
  },

  postgres: () => {
    const version = "9.6.24";
    const server = createServer((socket) => {
      // A query has a letter that says so; what opens a connection has none.
      answer(socket, (text) => {
        if (text.startsWith("Q"))
          return (
            message(
              "T",
              [0, 1],
              "version",
              [0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0],
            ) +
            rowOf(version) +
            message("C", "SELECT 1") +
            ready
          );
        return text.startsWith("X") ? "" : message("R", [0, 0, 0, 0]) + ready;
      });
    });
    return listen(server, version);
  },

  redis: () => {
    const version = "5.0.14";
    const info = `redis_version:${version}\r\n`;
    const server = createServer((socket) => {
      answer(socket, (text) =>
        // Each command is an array, and the first word of INFO is the only one that matters.
        [...text.matchAll(/^\*\d+\r\n\$\d+\r\n(\w+)/gm)]
          .map(([, name]) => (/info/i.test(name!) ? `$${info.length}\r\n${info}\r\n` : "+OK\r\n"))
          .join(""),
      );
    });
    return listen(server, version);
  },
};

/** What these servers are sent arrives whole: it is short, and on loopback. */
function answer(socket: Socket, reply: (text: string) => string): void {
  socket.on("error", () => {});
  socket.on("data", (bytes) =>
    socket.write(Buffer.from(reply(bytes.toString("latin1")), "latin1")),
  );
}

/** A message of Postgres: a letter, a length that counts itself, and texts that end with 0. */
function message(letter: string, ...parts: readonly (string | readonly number[])[]): string {
  const body = parts
    .map((part) => (typeof part === "string" ? `${part}\0` : String.fromCharCode(...part)))
    .join("");
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + length.length);
  return letter + length.toString("latin1") + body;
}

/** With one column. */
function rowOf(text: string): string {
  return message("D", [0, 1, 0, 0, 0, text.length, ...Buffer.from(text)]);
}

const ready = message("Z", [...Buffer.from("I")]);

async function listen(server: Server, version: string): Promise<OldServer> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    version,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
