import { reconnectPolicy, returnToUdp } from "../../transport/backoff.ts";
import { dial } from "../../transport/dial.ts";
import { type Connection, Session } from "../../transport/session.ts";
import { withTimeout } from "../../transport/timeout.ts";
import { fetchRelayAddress } from "../../transport/well-known.ts";
import type { Flow } from "../../transport/wire/flows.ts";
import type { RelayMessage } from "../../transport/wire/signaling.ts";
import { type Bytes, bytesToHex } from "../../trust/bytes.ts";
import type { Room } from "./room.ts";

const AGENT = "kith";
/** Between two looks at links, at who stayed away, and at how the connection fares. Milliseconds. */
const TICK = 500;
/** For a connection, when a person waits for it. Milliseconds. */
const CONNECT_PATIENCE = 10_000;
const now = () => performance.now();

interface NetworkEvents {
  /** The state of the connection has changed, or it is time to look at it again. */
  readonly onChange: () => void;
  /** A packet of some member of some room, as it came. */
  readonly onPacket: (flow: Flow, packet: Uint8Array) => void;
  readonly onTick: () => void;
}

/** The one connection to the relay and the rooms that are entered over it. It lives while a room or somebody wants it. */
export class Network {
  readonly #wellKnownUrl: string;
  #events: NetworkEvents | undefined;
  /** By name in hexadecimal: two of one name would take each other's messages. */
  readonly #rooms = new Map<string, Room>();
  readonly #timer: ReturnType<typeof setInterval>;
  #session: Session | undefined;
  #holds = 0;
  #release: (() => void) | undefined;

  constructor(wellKnownUrl: string) {
    this.#wellKnownUrl = wellKnownUrl;
    this.#timer = setInterval(() => this.#tick(), TICK);
  }

  /** Set once, before the first room. */
  listen(events: NetworkEvents): void {
    this.#events = events;
  }

  /** A call is likely: have a connection ready. */
  keepReady(wanted: boolean): void {
    // The next hold before the last goes: in between, there is nothing to close a connection for.
    const release = this.#release;
    this.#release = wanted ? this.hold() : undefined;
    release?.();
  }

  get session(): Session | undefined {
    return this.#session;
  }

  get connection(): Connection | undefined {
    return this.#session?.connection;
  }

  /** Keeps a connection although no room needs it yet, until the returned function is called. */
  hold(): () => void {
    let held = true;
    this.#holds++;
    this.#settle();
    return () => {
      if (held) this.#holds--;
      held = false;
      this.#settle();
    };
  }

  /** The connection, as soon as it is ready for use. To be called under a `hold`; rejects where it takes too long. */
  async connected(): Promise<Connection> {
    let unsubscribe = () => {};
    const ready = new Promise<Connection>((resolve) => {
      const look = () => {
        const session = this.#session;
        if (session?.state.current.state === "connected" && session.connection) resolve(session.connection);
      };
      unsubscribe = this.#session?.state.onChange(look) ?? unsubscribe;
      look();
    });
    return await withTimeout(ready, CONNECT_PATIENCE, "connect").finally(unsubscribe);
  }

  /** Whether a room of that name is in use. */
  has(name: Bytes): boolean {
    return this.#rooms.has(bytesToHex(name));
  }

  /**
   * Enters the room now or as soon as there is a connection, and again on every later one, until it is removed. One whose
   * name is in use is never entered.
   */
  add(room: Room): void {
    if (this.has(room.name)) return;
    this.#rooms.set(bytesToHex(room.name), room);
    this.#settle();
    const { connection } = this;
    // What breaks the connection is told by the session, which enters all rooms anew.
    if (connection !== undefined) room.enter(connection).catch(() => undefined);
  }

  /** Leaves the room. */
  remove(room: Room): void {
    const key = bytesToHex(room.name);
    if (this.#rooms.get(key) !== room) return;
    this.#rooms.delete(key);
    room.leave();
    this.#settle();
  }

  /** The machine is online or awake again. */
  wake(): void {
    if (this.#session?.state.current.state === "failed") this.#session.open();
    else this.#session?.wake();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#holds = 0;
    for (const room of this.#rooms.values()) room.leave();
    this.#rooms.clear();
    this.#settle();
  }

  #settle(): void {
    const needed = this.#holds > 0 || this.#rooms.size > 0;
    if (needed && this.#session === undefined) this.#open();
    else if (needed && this.#session?.state.current.state === "failed") this.#session.open();
    if (needed || this.#session === undefined) return;
    const session = this.#session;
    this.#session = undefined;
    session.close();
    this.#events?.onChange();
  }

  #open(): void {
    const session = new Session({
      address: fetchRelayAddress(this.#wellKnownUrl),
      dial,
      policy: reconnectPolicy,
      returnToUdp,
      now,
      random: Math.random,
      agent: AGENT,
      establish: (connection) => this.#establish(connection),
    });
    this.#session = session;
    session.state.onChange(() => this.#handleState(session));
    session.open();
  }

  async #establish(connection: Connection): Promise<void> {
    connection.signaling.on("message", (message) => this.#handleSignaling(message));
    connection.data.listen({
      record: async (head, record) => {
        for (const room of this.#rooms.values()) await room.handleRecord(head, record);
      },
      ended: (head) => {
        for (const room of this.#rooms.values()) room.handlePipeEnded(head);
      },
    });
    connection.media.on("packet", ({ flow, packet }) => this.#events?.onPacket(flow, packet));
    await Promise.all(Array.from(this.#rooms.values(), (room) => room.enter(connection)));
  }

  #handleSignaling(message: RelayMessage): void {
    for (const room of this.#rooms.values()) room.handleSignaling(message);
  }

  #handleState(session: Session): void {
    if (session !== this.#session) return;
    const { state } = session.state.current;
    if (state === "reconnecting" || state === "failed")
      for (const room of this.#rooms.values()) room.handleConnectionLost();
    this.#events?.onChange();
  }

  #tick(): void {
    if (this.#session === undefined) return;
    for (const room of this.#rooms.values()) room.poll();
    this.#events?.onTick();
  }
}
