import { describe, expect, it } from "vitest";
import { Admission, neighbourhood } from "../../../relay/admission.ts";
import { TokenBucket } from "../../../relay/rate-limit.ts";
import { relayLimits } from "../../../relay/relay-limits.ts";

describe("TokenBucket", () => {
  it("gives its burst at once and then the rate", () => {
    const bucket = new TokenBucket(10, 5, 0);
    const taken = (now: number) => {
      let count = 0;
      while (bucket.take(now)) count++;
      return count;
    };
    expect(taken(0)).toBe(5);
    expect(taken(99)).toBe(0);
    expect(taken(300)).toBe(3);
    expect(taken(60_000)).toBe(5);
    expect(bucket.isEmpty(60_000)).toBe(true);
    expect(bucket.isFull(60_500)).toBe(true);
  });
});

describe("Admission", () => {
  it("bounds the connections of one address that have not said hello, and forgets them with it", () => {
    const admission = new Admission(() => 0);
    const places = Array.from({ length: relayLimits.waitingPerAddress }, () => admission.admit("192.0.2.1"));
    expect(places).not.toContain(undefined);
    expect(admission.admit("192.0.2.1")).toBeUndefined();
    expect(admission.admit("192.0.2.2")).toBeDefined();
    places[0]?.settle();
    expect(admission.admit("192.0.2.1")).toBeDefined();
    places[1]?.release();
    expect(admission.admit("192.0.2.1")).toBeDefined();
  });

  it("bounds the connections of one address", () => {
    const admission = new Admission(() => 0);
    for (let count = 0; count < relayLimits.connectionsPerAddress; count++) admission.admit("::1")?.settle();
    expect(admission.admit("::1")).toBeUndefined();
  });

  it("bounds handshakes, whoever they are from", () => {
    const admission = new Admission(() => 0);
    for (let count = 0; count < relayLimits.handshakes; count++)
      expect(admission.beginHandshake()).toBe(true);
    expect(admission.beginHandshake()).toBe(false);
    admission.endHandshake();
    expect(admission.beginHandshake()).toBe(true);
  });

  it("keeps out for a while who was refused too often", () => {
    let now = 0;
    const admission = new Admission(() => now);
    for (let count = 0; count < relayLimits.refusals; count++) admission.blame("192.0.2.1");
    expect(admission.admit("192.0.2.1")).toBeUndefined();
    expect(admission.admit("192.0.2.2")).toBeDefined();
    admission.tick();
    now += 1_000 / relayLimits.refusalsPerSecond + 1;
    expect(admission.admit("192.0.2.1")).toBeDefined();
  });
});

describe("Admission's mailbox requests", () => {
  it("are limited by address, and the limit is not forgotten with the connections from there", () => {
    let now = 0;
    const admission = new Admission(() => now);
    const place = admission.admit("192.0.2.1");
    for (let count = 0; count < relayLimits.mailboxRequests; count++)
      expect(admission.takesMailboxRequest("192.0.2.1")).toBe(true);
    expect(admission.takesMailboxRequest("192.0.2.1")).toBe(false);
    expect(admission.takesMailboxRequest("192.0.2.2")).toBe(true);
    place?.release();
    admission.tick();
    expect(admission.takesMailboxRequest("192.0.2.1")).toBe(false);
    now += 1_000 / relayLimits.mailboxRequestsPerSecond + 1;
    expect(admission.takesMailboxRequest("192.0.2.1")).toBe(true);
    expect(admission.takesMailboxRequest("192.0.2.1")).toBe(false);
  });
});

describe("neighbourhood", () => {
  it("is the address itself in IPv4 and the network in IPv6", () => {
    expect(neighbourhood("192.0.2.1")).toBe("192.0.2.1");
    expect(neighbourhood("::ffff:192.0.2.1")).toBe("192.0.2.1");
    expect(neighbourhood("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2");
    expect(neighbourhood("2001:db8::5")).toBe(neighbourhood("2001:db8::6"));
    expect(neighbourhood("fe80::1%eth0")).toBe("fe80:0:0:0");
    expect(neighbourhood("::1")).toBe("0:0:0:0");
  });
});
