import { afterEach, expect, test, vi } from "vitest";
import { reconnectPolicy, returnToUdp } from "../../../src/transport/backoff.ts";
import { type RelayAddress, startWebSocket } from "../../../src/transport/carrier.ts";
import { dial } from "../../../src/transport/dial.ts";
import { TransportError } from "../../../src/transport/error.ts";
import { Session, type SessionParts } from "../../../src/transport/session.ts";
import { fetchRelayAddress } from "../../../src/transport/well-known.ts";
import { addressOf, eventually, killRelay, newRoom, type RunningRelay, startRelay } from "./relay.ts";

vi.setConfig({ testTimeout: 90_000 });

const relays: RunningRelay[] = [];
const sessions: Session[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) session.close();
  await Promise.all(relays.splice(0).map(killRelay));
});

async function running(port?: number): Promise<RunningRelay> {
  const relay = await startRelay(port);
  relays.push(relay);
  return relay;
}

async function openSession(relay: RunningRelay, parts: Partial<SessionParts> = {}) {
  const dialled: RelayAddress[] = [];
  const session = new Session({
    address: fetchRelayAddress(relay.wellKnownUrl),
    dial: (address, signal) => {
      dialled.push(address);
      return dial(address, signal);
    },
    policy: reconnectPolicy,
    returnToUdp,
    now: () => performance.now(),
    random: Math.random,
    agent: "test",
    establish: async ({ signaling }) => void (await signaling.join(newRoom())),
    ...parts,
  });
  sessions.push(session);
  session.open();
  await eventually(() => expect(session.state.current.state).toBe("connected"));
  return { session, dialled };
}

const statesOf = (session: Session) => session.state.history.map(({ state }) => state);

test("finds a relay again that was killed and came back with another certificate, and dials nobody until then", async () => {
  const relay = await running();
  const { session, dialled } = await openSession(relay);
  const old = await addressOf(relay);
  const before = statesOf(session);
  dialled.length = 0;
  await killRelay(relay);
  await running(relay.port);
  await eventually(() =>
    expect(statesOf(session)).toEqual([...before, "reconnecting", "signaling-connected", "connected"]),
  );
  expect(dialled.filter(({ certificateHashes }) => sameHashes(certificateHashes, old))).toEqual([]);
  expect(session.connection?.signaling.getConnection().kind).toBe("webtransport");
});

test("goes by UDP as soon as that gets through", async () => {
  const relay = await running();
  let isBlocked = true;
  const { session } = await openSession(relay, {
    returnToUdp: { ...reconnectPolicy, initialDelay: 200 },
    dial: async (address, signal) => {
      if (!isBlocked) return dial(address, signal);
      if (address.webSocketUrl === undefined) throw new TransportError("unreachable", "blocked");
      const carrier = await startWebSocket(address.webSocketUrl);
      await carrier.session.ready;
      return carrier;
    },
  });
  const kind = () => session.connection?.signaling.getConnection().kind;
  expect(kind()).toBe("websocket");
  const before = statesOf(session);
  isBlocked = false;
  await eventually(() =>
    expect(statesOf(session)).toEqual([...before, "reconnecting", "signaling-connected", "connected"]),
  );
  expect(kind()).toBe("webtransport");
});

function sameHashes(hashes: RelayAddress["certificateHashes"] | undefined, other: RelayAddress): boolean {
  return hashes?.join() === other.certificateHashes.join();
}
