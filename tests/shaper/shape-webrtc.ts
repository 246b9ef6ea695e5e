import { withoutFeatures } from "../../scripts/browser.mjs";
import { LOOPBACK } from "./loopback-socket.ts";
import { ShaperError, ShaperRefusal } from "./shaper-error.ts";
import { startUdpShaper, type UdpShaper, type UdpShaperOptions } from "./udp-shaper.ts";

/**
 * What Chromium needs so that a peer can be reached at 127.0.0.1: plain addresses instead of mDNS names, and,
 * for pages that may use the camera or microphone, a candidate on the loopback interface.
 */
export const webRtcShapingFlags: readonly string[] = [
  withoutFeatures("WebRtcHideLocalIpsWithMdns"),
  "--allow-loopback-in-peer-connection",
];

export interface WebRtcPath {
  /** The one candidate to give to the caller; uplink is from caller to callee. */
  readonly candidate: string;
  /** To be closed by whoever asked for the path. */
  readonly shaper: UdpShaper;
}

/**
 * Puts a shaper in front of one of two peers on this machine, the callee, given all candidates it gathered.
 * Signal `candidate` to the caller in their place, and give the callee none at all: it learns the shaper as
 * peer-reflexive from the caller's checks, so that no direct pair exists and both ways pass the same links.
 * Send the SDP from before gathering, which has no candidates in it, with the media in one bundle.
 */
export async function shapeWebRtc(
  candidates: readonly string[],
  links: Omit<UdpShaperOptions, "target">,
): Promise<WebRtcPath> {
  const hosts = candidates.map(parseHostCandidate).filter((host) => host !== undefined);
  // Without device permission Chromium's sockets are bound to every address, whatever address they report.
  const host = hosts.find(({ address }) => address.startsWith("127.")) ?? hosts[0];
  if (host === undefined) {
    throw new ShaperError(
      ShaperRefusal.noCandidate,
      `No IPv4 host candidate over UDP in ${candidates.length}`,
    );
  }
  const shaper = await startUdpShaper({ ...links, target: { host: LOOPBACK, port: host.port } });
  return { candidate: host.movedTo(LOOPBACK, shaper.port), shaper };
}

interface HostCandidate {
  readonly address: string;
  readonly port: number;
  movedTo(address: string, port: number): string;
}

function parseHostCandidate(line: string): HostCandidate | undefined {
  const match = /^(candidate:\S+ \d+ udp \d+ )(\d+\.\d+\.\d+\.\d+) (\d+)( typ host.*)$/i.exec(line);
  const [, before, address, port, after] = match ?? [];
  if (address === undefined) return undefined;
  return {
    address,
    port: Number(port),
    movedTo: (newAddress, newPort) => `${before}${newAddress} ${newPort}${after}`,
  };
}
