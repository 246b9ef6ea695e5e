import type { RemoteInfo, Socket } from "node:dgram";
import { vi } from "vitest";
import { bindToLoopback, closeSocket, createLoopbackSocket } from "../../shaper/loopback-socket.ts";

export interface Received {
  readonly text: string;
  readonly atMs: number;
  readonly fromPort: number;
}

/** Waits for a condition, with the patience that a busy machine needs. */
export async function until(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { timeout: 4000, interval: 5 });
}

/** A UDP socket that remembers what reached it; the test closes it. */
export class UdpEnd {
  readonly port: number;
  readonly received: Received[] = [];
  readonly #socket: Socket;

  protected constructor(socket: Socket, port: number, isEcho: boolean) {
    this.#socket = socket;
    this.port = port;
    socket.on("message", (datagram: Buffer, from: RemoteInfo) => {
      this.received.push({ text: datagram.toString(), atMs: performance.now(), fromPort: from.port });
      if (isEcho) socket.send(datagram, from.port, from.address);
    });
  }

  /** An end that answers every datagram with itself, if `isEcho`. */
  static async open({ isEcho = false, port = 0 } = {}): Promise<UdpEnd> {
    const socket = createLoopbackSocket();
    return new UdpEnd(socket, await bindToLoopback(socket, port), isEcho);
  }

  get texts(): string[] {
    return this.received.map(({ text }) => text);
  }

  send(text: string, port: number): void {
    this.#socket.send(text, port, "127.0.0.1");
  }

  /** Waits for the `count`th datagram, counted from the first. */
  async receive(count: number): Promise<void> {
    await until(() => this.received.length >= count);
  }

  close(): Promise<void> {
    return closeSocket(this.#socket);
  }
}
