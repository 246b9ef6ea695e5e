import { afterEach, expect, test, vi } from "vitest";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import type { PinMessage } from "../../../src/trust/pin-message.ts";
import { PIN_GUESSES, PIN_LIFETIME } from "../../../src/trust/pin-pairing.ts";
import { Mailbox, PIN } from "./pin-mailbox.ts";

// What happens between a message and the answer to it, while a side computes.

const RUN_PATIENCE = 10_000;

afterEach(() => {
  vi.restoreAllMocks();
});

const nonsense: PinMessage = { type: "pin-confirm", tag: new Uint8Array(64) };
const forged: PinMessage = {
  type: "pin-share",
  share: new Uint8Array(32),
  associatedData: new Uint8Array(0),
};

/** A mailbox whose host has got a share and does not know yet what comes of it. */
async function computing() {
  const mailbox = new Mailbox();
  const guest = await mailbox.enter(1, PIN);
  const share = mailbox.take();
  mailbox.deliver(share);
  return { mailbox, guest, share };
}

test("a run that is computed is one: the next share has to wait, whosever it is", async () => {
  const { mailbox, share } = await computing();
  mailbox.deliver(share);
  mailbox.deliver({ ...share, guest: 2 });
  expect([mailbox.said(1), mailbox.said(2)]).toEqual([["busy"], ["busy"]]);
  await mailbox.atRest();
  expect([mailbox.said(1), mailbox.said(2)]).toEqual([["busy", "pin-share"], ["busy"]]);
  expect(mailbox.told).toEqual([]);
});

test("a proof before the host's share is refused, counted, and no share follows", async () => {
  const { mailbox } = await computing();
  mailbox.deliver({ guest: 1, from: "guest", message: nonsense });
  await mailbox.atRest();
  expect([mailbox.said(1), mailbox.told]).toEqual([["wrong"], ["wrong, 2 left"]]);
});

test("a guest that goes away meanwhile has had its guess, and nothing is sent after them", async () => {
  const { mailbox } = await computing();
  mailbox.host.handleLeft(1 as MemberId);
  await mailbox.atRest();
  expect([mailbox.said(1), mailbox.told]).toEqual([[], ["wrong, 2 left"]]);
  expect((await mailbox.visit(2, PIN)).outcome).toBe("proven");
});

test("where another run has begun meanwhile, the first one does not answer for it", async () => {
  const { mailbox, share } = await computing();
  mailbox.host.handleLeft(1 as MemberId);
  mailbox.deliver({ ...share, guest: 2 });
  await mailbox.atRest();
  expect([mailbox.said(1), mailbox.said(2)]).toEqual([[], ["pin-share"]]);
  expect(mailbox.told).toEqual(["wrong, 2 left"]);
});

test("what takes too long, or until the PIN expires, is over, once", async () => {
  for (const [passed, told] of [
    [RUN_PATIENCE + 1, ["wrong, 2 left"]],
    [PIN_LIFETIME, ["wrong, 2 left", "burnt"]],
  ] as const) {
    const { mailbox } = await computing();
    mailbox.now = passed;
    mailbox.host.poll();
    await mailbox.atRest();
    expect([mailbox.said(1), mailbox.told]).toEqual([[], told]);
  }
});

test("shares of small order are counted one by one, three of them at most", async () => {
  const mailbox = new Mailbox();
  for (let guess = 0; guess <= PIN_GUESSES; guess++) {
    mailbox.deliver({ guest: 1, from: "guest", message: forged });
    mailbox.deliver({ guest: 1, from: "guest", message: forged });
    mailbox.host.handleLeft(1 as MemberId);
  }
  await mailbox.atRest();
  expect(mailbox.told).toEqual(["wrong, 2 left", "wrong, 1 left", "wrong, 0 left", "burnt"]);
});

test("a guest takes neither a second share nor a proof", async () => {
  const { mailbox, guest } = await computing();
  await mailbox.atRest();
  const answer = mailbox.take();
  mailbox.deliver(answer);
  mailbox.deliver({ ...answer, message: forged });
  mailbox.deliver({ ...answer, message: nonsense });
  await mailbox.atRest();
  await mailbox.deliverAll();
  expect(guest.outcome).toBe("proven");
  expect(mailbox.confirmsOf("guest")).toHaveLength(1);
});

test("a guest whose own share has not left yet takes none", async () => {
  const mailbox = new Mailbox();
  const entered = mailbox.enter(1, PIN);
  mailbox.deliver({ guest: 1, from: "host", message: forged });
  mailbox.deliver({ guest: 1, from: "host", message: nonsense });
  await entered;
  await mailbox.deliverAll();
  expect((await entered).outcome).toBe("proven");
});

test("a guest that was refused, or has given up, says nothing more and hears one outcome", async () => {
  const mailbox = new Mailbox();
  const entered = mailbox.enter(1, PIN);
  mailbox.deliver({ guest: 1, from: "host", message: { type: "pin-refused", reason: "busy" } });
  expect([(await entered).outcome, mailbox.letters]).toEqual(["busy", []]);
  const { mailbox: another, guest } = await computing();
  await another.atRest();
  another.deliver(another.take());
  another.now = RUN_PATIENCE + 1;
  guest.run?.poll();
  await another.atRest();
  expect([guest.outcome, another.letters.length]).toEqual(["silent", 2]);
});
