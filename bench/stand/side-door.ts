import { TcpPipe } from "../../tests/shaper/tcp-pipe.ts";
import { startUdpShaper, type UdpShaper, type UdpShaperOptions } from "../../tests/shaper/udp-shaper.ts";

/** A loopback address of its own: who opens the page there is told that the relay is there, too. */
const HOST = "127.0.0.2";
const RELAY = "127.0.0.1";

/**
 * A second way to a relay, through a shaper. It is as a front door to those who come by it, and leaves the others alone.
 * Needs a system on which all of 127.0.0.0/8 is loopback, such as Linux. Whoever opens it closes it.
 */
export class SideDoor {
  readonly url: string;
  readonly udp: UdpShaper;
  readonly #tcp: TcpPipe;

  /** To the relay that has this port of 127.0.0.1, over TCP and UDP. */
  static async open(
    port: number,
    links: Pick<UdpShaperOptions, "uplink" | "downlink" | "seed">,
  ): Promise<SideDoor> {
    const tcp = await TcpPipe.open({ target: port, listenHost: HOST, listenPort: port });
    try {
      const target = { host: RELAY, port };
      const udp = await startUdpShaper({ ...links, target, listenHost: HOST, listenPort: port });
      return new SideDoor(`http://${HOST}:${port}/`, udp, tcp);
    } catch (error) {
      await tcp.close();
      throw error;
    }
  }

  private constructor(url: string, udp: UdpShaper, tcp: TcpPipe) {
    this.url = url;
    this.udp = udp;
    this.#tcp = tcp;
  }

  /** From now on there is no way past the shaper: a WebSocket would take one. */
  stopTcp(): void {
    this.#tcp.stop();
  }

  async close(): Promise<void> {
    await Promise.all([this.udp.close(), this.#tcp.close()]);
  }
}
