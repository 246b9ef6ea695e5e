import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from "node:net";
import { LOOPBACK } from "./loopback-socket.ts";

export interface TcpPipeOptions {
  /** A port of 127.0.0.1, where something listens by the time that somebody connects. */
  readonly target: number;
  /** The loopback address to listen at; 127.0.0.1 when left out. */
  readonly listenHost?: string;
  /** A free port is picked when left out. */
  readonly listenPort?: number;
}

/**
 * Passes TCP on. While stopped it takes connections and bytes as the network's buffers do, and delivers none. Whoever
 * opens it closes it.
 */
export class TcpPipe {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #stopped = false;

  static async open(options: TcpPipeOptions): Promise<TcpPipe> {
    const { target, listenHost = LOOPBACK, listenPort = 0 } = options;
    const server = createServer({ pauseOnConnect: true }).listen(listenPort, listenHost);
    await once(server, "listening");
    return new TcpPipe(server, target);
  }

  private constructor(server: Server, target: number) {
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
    server.on("connection", (client) =>
      this.#join(client, createConnection({ host: LOOPBACK, port: target })),
    );
  }

  stop(): void {
    this.#stopped = true;
    for (const socket of this.#sockets) socket.pause();
  }

  resume(): void {
    this.#stopped = false;
    for (const socket of this.#sockets) socket.resume();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #join(client: Socket, relay: Socket): void {
    for (const [from, to] of [
      [client, relay],
      [relay, client],
    ] as const) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on("data", (bytes) => to.write(bytes));
      from.on("end", () => to.end());
      from.on("error", () => to.destroy());
      from.on("close", () => this.#sockets.delete(from));
      if (this.#stopped) from.pause();
      else from.resume();
    }
  }
}
