import { createSocket, type Socket } from "node:dgram";

export const LOOPBACK = "127.0.0.1";

/** The kernel grants what its limit allows: bursts should wait there rather than be dropped uncounted. */
const BUFFER_BYTES = 4 * 1024 * 1024;

/** A UDP socket, not yet bound, that never asks a resolver. The caller binds it to a loopback address. */
export function createLoopbackSocket(): Socket {
  const socket = createSocket({
    type: "udp4",
    lookup: (address, _options, found) => found(null, address, 4),
  });
  return socket.once("listening", () => {
    socket.setRecvBufferSize(BUFFER_BYTES);
    socket.setSendBufferSize(BUFFER_BYTES);
  });
}

/** Resolves with the port once bound, 0 picking a free one; a socket that gets no port is closed. */
export function bindToLoopback(socket: Socket, port: number, host = LOOPBACK): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => socket.close(() => reject(error));
    socket.once("error", fail);
    socket.bind(port, host, () => {
      socket.off("error", fail);
      resolve(socket.address().port);
    });
  });
}

/** Resolves once the socket has given its port back. */
export function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.close(resolve);
  });
}
