import { afterEach, expect, test } from "vitest";
import { shapeWebRtc, type WebRtcPath } from "../../shaper/shape-webrtc.ts";
import { UdpEnd } from "./udp-ends.ts";

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function udpHost(address: string, port: number): string {
  return `candidate:1 1 udp 2122194687 ${address} ${port} typ host generation 0 ufrag abcd network-id 3`;
}

const UNREACHABLE = [
  "candidate:2 1 udp 2122267903 ::1 52701 typ host generation 0 ufrag abcd",
  "candidate:3 1 tcp 1518214911 127.0.0.1 9 typ host tcptype active generation 0 ufrag abcd",
  "candidate:4 1 udp 1677729535 198.51.100.7 40001 typ srflx raddr 127.0.0.1 rport 40000 generation 0",
  "candidate:5 1 udp 2113937151 5773feca-4b71-40cc-a159-b76c3c71c765.local 48110 typ host generation 0",
  "",
];

async function pathTo(candidates: readonly string[]): Promise<WebRtcPath> {
  const path = await shapeWebRtc(candidates, { seed: 1 });
  cleanups.push(() => path.shaper.close());
  return path;
}

test.each(["127.0.0.1", "192.0.2.2"])(
  "a host candidate at %s becomes the shaper, which leads to its port",
  async (address) => {
    const callee = await UdpEnd.open();
    const caller = await UdpEnd.open();
    cleanups.push(
      () => callee.close(),
      () => caller.close(),
    );
    const { candidate, shaper } = await pathTo([...UNREACHABLE, udpHost(address, callee.port)]);
    expect(candidate).toBe(udpHost("127.0.0.1", shaper.port));
    caller.send("check", shaper.port);
    await callee.receive(1);
    expect(callee.texts).toEqual(["check"]);
  },
);

test("a candidate on loopback is preferred: with device permission the other is bound to its own address", async () => {
  const callee = await UdpEnd.open();
  const caller = await UdpEnd.open();
  cleanups.push(
    () => callee.close(),
    () => caller.close(),
  );
  const { shaper } = await pathTo([udpHost("192.0.2.2", 9), udpHost("127.0.0.1", callee.port)]);
  caller.send("check", shaper.port);
  await callee.receive(1);
  expect(callee.texts).toEqual(["check"]);
});

test("without a candidate to lead to there is no path", async () => {
  await expect(pathTo(UNREACHABLE)).rejects.toMatchObject({ name: "ShaperError", reason: "no-candidate" });
});
