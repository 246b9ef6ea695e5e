import type { Socket } from "node:dgram";
import { DelayLine } from "./delay-line.ts";
import type { Lateness } from "./lateness.ts";
import { Link, type LinkCounts } from "./link.ts";
import type { LinkOptions } from "./link-options.ts";
import { bindToLoopback, closeSocket, createLoopbackSocket, LOOPBACK } from "./loopback-socket.ts";
import { type NatClient, NatTable, type Target } from "./nat.ts";
import { ShaperError, ShaperRefusal } from "./shaper-error.ts";

const MAX_CLIENTS = 256;
/** Above QUIC's usual idle timeout of 30 s: a connection ends before its way out does. */
const CLIENT_IDLE_MS = 60_000;

export interface UdpShaperOptions {
  /** Where clients' datagrams go; only a loopback address is accepted. */
  readonly target: Target;
  /** The loopback address to listen at; 127.0.0.1 when left out. */
  readonly listenHost?: string;
  /** A free port is picked when left out. */
  readonly listenPort?: number;
  /** Towards the target. All clients share the link, like a household its line. */
  readonly uplink?: LinkOptions;
  /** Towards the clients. */
  readonly downlink?: LinkOptions;
  readonly seed: number;
  /** Datagrams of further clients are dropped; 256 when left out. */
  readonly maxClients?: number;
  /** How long a client keeps its source port without a datagram either way; 60 s when left out. */
  readonly clientIdleMs?: number;
}

export interface ShaperStats {
  readonly uplink: LinkCounts;
  readonly downlink: LinkCounts;
  /** How long a datagram offered now would wait for its turn. */
  readonly uplinkQueueMs: number;
  readonly downlinkQueueMs: number;
  /** Clients known now. */
  readonly clients: number;
  /** Datagrams dropped while blocked, those under way included. */
  readonly blocked: number;
  /** Datagrams dropped for too many clients or too much under way; 0 in a sound measurement. */
  readonly overflowed: number;
  /** Sends or binds that failed; 0 in a sound measurement. */
  readonly socketErrors: number;
  /** How far from their due times the latest datagrams left. */
  readonly lateness: Lateness;
}

interface InFlight {
  readonly client: NatClient;
  readonly datagram: Buffer;
  readonly isUpwards: boolean;
}

interface Path {
  readonly listener: Socket;
  readonly port: number;
  readonly uplink: Link;
  readonly downlink: Link;
}

/**
 * Opens a path to `target` that clients reach at `listenHost` and the shaper's `port`. It hides from a client
 * that nothing listens at the target: datagrams vanish instead of being refused. The caller closes it.
 */
export async function startUdpShaper(options: UdpShaperOptions): Promise<UdpShaper> {
  const { target, seed, listenHost = LOOPBACK } = options;
  for (const host of [target.host, listenHost]) {
    if (/^127(\.\d{1,3}){3}$/.test(host)) continue;
    throw new ShaperError(ShaperRefusal.notLoopback, `${host} is not in 127.0.0.0/8`);
  }
  const uplink = new Link(options.uplink ?? {}, seed);
  const downlink = new Link(options.downlink ?? {}, ~seed);
  const listener = createLoopbackSocket();
  const port = await bindToLoopback(listener, options.listenPort ?? 0, listenHost);
  return new UdpShaper({ listener, port, uplink, downlink }, options);
}

/** A path with two links; made by {@link startUdpShaper}. */
export class UdpShaper {
  readonly port: number;
  readonly #path: Path;
  readonly #nat: NatTable;
  readonly #underWay = new DelayLine<InFlight>((inFlight) => this.#deliver(inFlight));
  #isBlocked = false;
  #blocked = 0;
  #overflowed = 0;
  #socketErrors = 0;
  #closing: Promise<void> | undefined;

  constructor(path: Path, { target, maxClients, clientIdleMs }: UdpShaperOptions) {
    this.port = path.port;
    this.#path = path;
    const onSocketError = () => {
      this.#socketErrors++;
    };
    this.#nat = new NatTable({
      target,
      maxClients: maxClients ?? MAX_CLIENTS,
      idleMs: clientIdleMs ?? CLIENT_IDLE_MS,
      onReply: (client, datagram) => this.#accept({ client, datagram, isUpwards: false }),
      onSocketError,
    });
    path.listener.on("error", onSocketError);
    path.listener.on("message", (datagram, from) => {
      const client = this.#nat.clientAt(from);
      if (client === undefined) this.#overflowed++;
      else this.#accept({ client, datagram, isUpwards: true });
    });
  }

  /** A snapshot. */
  get stats(): ShaperStats {
    return {
      uplink: this.#path.uplink.counts,
      downlink: this.#path.downlink.counts,
      uplinkQueueMs: this.#path.uplink.queueMs(performance.now()),
      downlinkQueueMs: this.#path.downlink.queueMs(performance.now()),
      clients: this.#nat.size,
      blocked: this.#blocked,
      overflowed: this.#overflowed,
      socketErrors: this.#socketErrors,
      lateness: this.#underWay.lateness,
    };
  }

  /** Replaces all options of the link; datagrams under way keep their times. */
  setUplink(options: LinkOptions): void {
    this.#path.uplink.configure(options);
  }

  /** Replaces all options of the link; datagrams under way keep their times. */
  setDownlink(options: LinkOptions): void {
    this.#path.downlink.configure(options);
  }

  /** Pulls the cable: nothing passes either way, and what is under way is lost. */
  block(): void {
    this.#isBlocked = true;
    this.#blocked += this.#underWay.clear();
  }

  unblock(): void {
    this.#isBlocked = false;
  }

  /** Gives every client a new source port, as a NAT does that forgot its table; replies to the old are lost. */
  rebind(): void {
    this.#nat.rebind();
  }

  /** Drops what is under way; resolves once all ports are free again. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#underWay.clear();
    await Promise.all([closeSocket(this.#path.listener), this.#nat.close()]);
  }

  #accept(inFlight: InFlight): void {
    if (this.#isBlocked) {
      this.#blocked++;
      return;
    }
    const link = inFlight.isUpwards ? this.#path.uplink : this.#path.downlink;
    for (const dueMs of link.transmit(performance.now(), inFlight.datagram.length)) {
      if (!this.#underWay.push(dueMs, inFlight)) this.#overflowed++;
    }
  }

  #deliver({ client, datagram, isUpwards }: InFlight): void {
    if (isUpwards) client.send(datagram);
    else this.#path.listener.send(datagram, client.port, client.address);
  }
}
