import {
  type Carrier,
  closeQuietly,
  type RelayAddress,
  startWebSocket,
  startWebTransport,
} from "./carrier.ts";
import { TransportError } from "./error.ts";
import { sleep, withTimeout } from "./timeout.ts";
import { timeouts } from "./wire/limits.ts";

/** Makes one connection to a relay, or throws. The signal stops the attempt and closes what it has opened. */
export type Dial = (relay: RelayAddress, signal: AbortSignal) => Promise<Carrier>;

/** How long UDP has to itself before the WebSocket is tried beside it. */
const HEAD_START = 1_500;

/**
 * WebTransport, and where it does not come up (UDP blocked, a proxy, a browser without it) a WebSocket beside it.
 * The first to open wins, the other is closed.
 */
export const dial: Dial = async (relay, signal) => {
  const race = new AbortController();
  const runners = start(relay, AbortSignal.any([signal, race.signal]));
  try {
    const winner = await Promise.any(runners);
    for (const runner of runners)
      runner.then((carrier) => carrier !== winner && closeQuietly(carrier.session), ignore);
    return winner;
  } catch (cause) {
    if (signal.aborted) throw new TransportError("cancelled", "dial", { cause });
    const causes = cause instanceof AggregateError ? cause.errors : [cause];
    throw new TransportError("unreachable", causes.map(String).join("; "), { cause });
  } finally {
    race.abort();
  }
};

function start(relay: RelayAddress, signal: AbortSignal): Promise<Carrier>[] {
  const overUdp = open(() => startWebTransport(relay), signal);
  const { webSocketUrl } = relay;
  if (webSocketUrl === undefined) return [overUdp];
  const udpFailed = new Promise<void>((resolve) => overUdp.catch(() => resolve()));
  const overTcp = Promise.race([udpFailed, sleep(HEAD_START, signal)]).then(() =>
    open(() => startWebSocket(webSocketUrl), signal),
  );
  return [overUdp, overTcp];
}

/** Opens one carrier, and closes it again if it comes too late or the race is over. */
async function open(start: () => Carrier | Promise<Carrier>, signal: AbortSignal): Promise<Carrier> {
  if (signal.aborted) throw new TransportError("cancelled", "dial");
  const carrier = await start();
  if (signal.aborted) {
    closeQuietly(carrier.session);
    throw new TransportError("cancelled", "dial");
  }
  const { session } = carrier;
  session.closed.catch(() => undefined);
  const lost = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new TransportError("cancelled", "dial")), { once: true });
  });
  try {
    await withTimeout(Promise.race([session.ready, lost]), timeouts.handshake, carrier.kind);
    return carrier;
  } catch (cause) {
    session.ready.catch(() => undefined);
    closeQuietly(session);
    if (cause instanceof TransportError) throw cause;
    throw new TransportError("unreachable", carrier.kind, { cause });
  }
}

function ignore(): void {}
