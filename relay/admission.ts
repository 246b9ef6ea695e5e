import { TokenBucket } from "./rate-limit.ts";
import { relayLimits } from "./relay-limits.ts";

/** What is known of one address while somebody is there, or while it is still to blame. */
interface Neighbourhood {
  connections: number;
  waiting: number;
  readonly refusals: TokenBucket;
  readonly mailboxRequests: TokenBucket;
}

/** One connection's place among those that are let in. Its holder releases it. */
export interface Place {
  /** The client has said hello. */
  settle(): void;
  release(): void;
}

/** Who may connect: so many in all, so many from one address, and nobody who has just guessed at tokens. */
export class Admission {
  readonly #addresses = new Map<string, Neighbourhood>();
  readonly #now: () => number;
  #connections = 0;
  #handshakes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Before the handshake, when the address is not proven yet. True is paired with `endHandshake`. */
  beginHandshake(): boolean {
    if (this.#handshakes >= relayLimits.handshakes) return false;
    this.#handshakes++;
    return true;
  }

  endHandshake(): void {
    this.#handshakes--;
  }

  /** A place for a connection from there, or undefined when there is none. */
  admit(address: string): Place | undefined {
    const key = neighbourhood(address);
    const there = this.#at(key);
    const full =
      this.#connections >= relayLimits.connections ||
      there === undefined ||
      there.connections >= relayLimits.connectionsPerAddress ||
      there.waiting >= relayLimits.waitingPerAddress ||
      there.refusals.isEmpty(this.#now());
    if (full) return undefined;
    this.#connections++;
    there.connections++;
    there.waiting++;
    let waits = true;
    const settle = () => {
      if (waits) there.waiting--;
      waits = false;
    };
    const release = () => {
      settle();
      this.#connections--;
      there.connections--;
      this.#forget(key, there);
    };
    return { settle, release };
  }

  /** Somebody there was refused a room. Too many of those and nobody from there gets in for a while. */
  blame(address: string): void {
    this.#at(neighbourhood(address))?.refusals.take(this.#now());
  }

  /** Whether somebody there may open or look for a mailbox now. Counts as one that did. */
  takesMailboxRequest(address: string): boolean {
    return this.#at(neighbourhood(address))?.mailboxRequests.take(this.#now()) === true;
  }

  /** To be called now and then: forgives and forgets. */
  tick(): void {
    for (const [key, there] of this.#addresses) this.#forget(key, there);
  }

  #at(key: string): Neighbourhood | undefined {
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    if (this.#addresses.size >= relayLimits.addresses) return undefined;
    const refusals = new TokenBucket(relayLimits.refusalsPerSecond, relayLimits.refusals, this.#now());
    const { mailboxRequestsPerSecond, mailboxRequests: burst } = relayLimits;
    const mailboxRequests = new TokenBucket(mailboxRequestsPerSecond, burst, this.#now());
    const there = { connections: 0, waiting: 0, refusals, mailboxRequests };
    this.#addresses.set(key, there);
    return there;
  }

  #forget(key: string, there: Neighbourhood): void {
    const now = this.#now();
    const isForgiven = there.refusals.isFull(now) && there.mailboxRequests.isFull(now);
    if (there.connections === 0 && isForgiven) this.#addresses.delete(key);
  }
}

/** An IPv4 address as it is; of IPv6 the network, since one customer has 2^64 addresses. */
export function neighbourhood(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("%", 1)[0]?.split("::") ?? [];
  const first = head.split(":").filter((group) => group !== "");
  const last = tail?.split(":").filter((group) => group !== "") ?? [];
  const zeros = new Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0");
  return [...first, ...zeros, ...last].slice(0, 4).join(":");
}
