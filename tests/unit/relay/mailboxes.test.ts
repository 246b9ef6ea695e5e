import { describe, expect, it } from "vitest";
import { Mailboxes } from "../../../relay/mailboxes.ts";
import { relayLimits, relayTimeouts } from "../../../relay/relay-limits.ts";

function start() {
  const clock = { now: 0 };
  return { clock, mailboxes: new Mailboxes<string>(() => clock.now) };
}

describe("Mailboxes", () => {
  it("have four digits and a room of their own, and are found by anybody, more than once", () => {
    const { mailboxes } = start();
    const [anna, ben] = [mailboxes.open("anna"), mailboxes.open("ben")];
    expect(anna?.code).toMatch(/^[0-9]{4}$/);
    expect(anna?.room).toHaveLength(16);
    expect(anna?.room).not.toEqual(ben?.room);
    expect(mailboxes.find(anna?.code ?? "")).toEqual(anna);
    expect(mailboxes.find(anna?.code ?? "")).toEqual(anna);
    expect(mailboxes.find("")).toBeUndefined();
  });

  it("are one to an owner: the next takes the place of the last", () => {
    const { mailboxes } = start();
    const first = mailboxes.open("anna");
    const second = mailboxes.open("anna");
    expect(second?.room).not.toEqual(first?.room);
    expect(mailboxes.find(second?.code ?? "")).toEqual(second);
    if (first?.code !== second?.code) expect(mailboxes.find(first?.code ?? "")).toBeUndefined();
  });

  it("close when their owner goes, or leaves their room and no other", () => {
    const { mailboxes } = start();
    const first = mailboxes.open("anna");
    mailboxes.close("ben");
    mailboxes.close("anna", new Uint8Array(16));
    expect(mailboxes.find(first?.code ?? "")).toEqual(first);
    mailboxes.close("anna", first?.room.slice());
    expect(mailboxes.find(first?.code ?? "")).toBeUndefined();
    const second = mailboxes.open("anna");
    mailboxes.close("anna");
    expect(mailboxes.find(second?.code ?? "")).toBeUndefined();
  });

  it("close by themselves when their time is over, the younger ones not with them", () => {
    const { clock, mailboxes } = start();
    const old = mailboxes.open("anna");
    clock.now += relayTimeouts.mailbox - 1;
    const young = mailboxes.open("ben");
    expect(mailboxes.find(old?.code ?? "")).toEqual(old);
    clock.now += 1;
    expect(mailboxes.find(old?.code ?? "")).toBeUndefined();
    expect(mailboxes.find(young?.code ?? "")).toEqual(young);
  });

  it("are so many and no more, each under a code of its own, and old ones make room", () => {
    const { clock, mailboxes } = start();
    const codes = new Set<string>();
    for (let count = 0; count < relayLimits.mailboxes; count++)
      codes.add(mailboxes.open(`owner ${count}`)?.code ?? "none");
    expect(codes.size).toBe(relayLimits.mailboxes);
    expect(mailboxes.open("one more")).toBeUndefined();
    expect(mailboxes.open("owner 1")).toBeDefined();
    clock.now += relayTimeouts.mailbox;
    expect(mailboxes.open("one more")).toBeDefined();
  });
});
