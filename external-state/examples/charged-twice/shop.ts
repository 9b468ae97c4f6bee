/** A shop that charges for one order, over a network that loses the first reply. */
import { Client } from "pg";
import { TcpProxy } from "../../base/tcp-proxy.ts";

/** Charges for the order, as often as it takes to get a reply. */
export type Charge = (ask: Ask) => Promise<void>;

/** Sends a statement. Its promise rejects if the connection is lost, whatever became of it. */
export type Ask = (statement: string, values?: readonly unknown[]) => Promise<void>;

/** How the tables come to be: an order that has not been paid, and no charge. */
const TABLES = `
  DROP TABLE IF EXISTS charge, purchase;
  CREATE TABLE purchase (id int PRIMARY KEY, paid boolean NOT NULL);
  CREATE TABLE charge (purchase int NOT NULL, amount int NOT NULL, attempt text UNIQUE);
  INSERT INTO purchase VALUES (7, false)`;

export class Shop {
  readonly #url: string;
  readonly #proxy: TcpProxy;
  #requests = 0;

  static async open(url: string): Promise<Shop> {
    await withClient(url, (client) => client.query(TABLES));
    return new Shop(url, await TcpProxy.start(url));
  }

  private constructor(url: string, proxy: TcpProxy) {
    this.#url = url;
    this.#proxy = proxy;
  }

  get requests(): number {
    return this.#requests;
  }

  readonly ask: Ask = (statement, values = []) =>
    withClient(this.#proxy.through(this.#url), async (client) => {
      this.#requests += 1;
      if (this.#requests === 1) this.#loseReply();
      await client.query(statement, [...values]);
    });

  async charges(): Promise<number> {
    return withClient(this.#url, async (client) => {
      const { rows } = await client.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM charge",
      );
      return rows[0]?.count ?? 0;
    });
  }

  async close(): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]();
  }

  /** The request arrives and is carried out; its reply does not come, and the connection breaks. */
  #loseReply(): void {
    this.#proxy.mode = "lose-replies";
    void this.#proxy.lost().then(() => {
      this.#proxy.mode = "forward";
      this.#proxy.cut();
    });
  }
}

async function withClient<Result>(
  connectionString: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString });
  // A connection that is lost rejects what waits for it.
  client.on("error", () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}
