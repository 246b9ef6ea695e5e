// Everything between browsers and the relay, in the test's hands: UDP through a shaper, TCP through a pipe.
import { LOOPBACK } from "../shaper/loopback-socket.ts";
import { TcpPipe } from "../shaper/tcp-pipe.ts";
import { startUdpShaper, type UdpShaper, type UdpShaperOptions } from "../shaper/udp-shaper.ts";
import { test as base } from "./people.ts";
import { RelayHost } from "./relay-host.ts";
import { startRelay } from "./relay-process.ts";

export { expect } from "./people.ts";

type Links = Pick<UdpShaperOptions, "uplink" | "downlink">;

/** The line to a relay. Both ways share it, and so do all clients. */
class Cable {
  /** For UDP alone: loss, delay, or a block while TCP passes. */
  readonly udp: UdpShaper;
  readonly #tcp: TcpPipe;
  readonly #links: Links;

  /** To a relay that may start later, on `port`. The caller closes it. */
  static async lay(port: number, links: Links): Promise<Cable> {
    const udp = await startUdpShaper({ ...links, target: { host: LOOPBACK, port }, seed: 20 });
    return new Cable(udp, await TcpPipe.open({ target: port }), links);
  }

  private constructor(udp: UdpShaper, tcp: TcpPipe, links: Links) {
    this.udp = udp;
    this.#tcp = tcp;
    this.#links = links;
  }

  /** What a relay has to say of itself, so that all that reaches it comes through the cable. */
  get addresses(): Readonly<Record<string, string>> {
    return {
      KITH_PUBLIC_URL: `http://localhost:${this.#tcp.port}/`,
      KITH_RELAY_URL: `https://${LOOPBACK}:${this.udp.port}/`,
    };
  }

  /** Nothing passes any more; nobody is told. */
  pull(): void {
    this.udp.block();
    this.#tcp.stop();
  }

  plugIn(): void {
    this.udp.unblock();
    this.#tcp.resume();
  }

  /** As it was laid, whatever has been done to it. */
  mend(): void {
    this.udp.setUplink(this.#links.uplink ?? {});
    this.udp.setDownlink(this.#links.downlink ?? {});
    this.plugIn();
  }

  async close(): Promise<void> {
    await Promise.all([this.udp.close(), this.#tcp.close()]);
  }
}

interface CableFixtures {
  /** `test.use({ links: … })` at the top of a file. */
  links: Links;
  cable: Cable;
}

/** Tests whose relay is reached through a cable only. It is whole when a test begins. */
export const test = base.extend<{ wholeCable: undefined }, CableFixtures & { relayPort: number }>({
  links: [{}, { option: true, scope: "worker" }],

  wholeCable: [
    async ({ cable }, use) => {
      cable.mend();
      await use(undefined);
    },
    { auto: true },
  ],

  relayPort: [
    async ({ browserName: _ }, use) => {
      // A port that is free for both TCP and UDP is one that a relay has just had.
      const relay = await startRelay();
      await relay.stop();
      await use(relay.port);
    },
    { scope: "worker" },
  ],

  cable: [
    async ({ relayPort, links }, use) => {
      const cable = await Cable.lay(relayPort, links);
      await use(cable);
      await cable.close();
    },
    { scope: "worker" },
  ],

  relayHost: [
    async ({ relayPort, cable }, use) => {
      const host = await RelayHost.start({ ...cable.addresses, KITH_PORT: String(relayPort) });
      await use(host);
      await host.stop();
    },
    { scope: "worker" },
  ],
});
