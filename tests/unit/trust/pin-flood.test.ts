import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { limits } from "../../../src/transport/wire/limits.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import { CpaceRun } from "../../../src/trust/cpace-run.ts";
import { decodePinMessage, encodePinMessage } from "../../../src/trust/pin-message.ts";
import { PIN_GUESSES, PIN_LIFETIME, PinHost } from "../../../src/trust/pin-pairing.ts";
import { watchCrypto } from "../../fakes/crypto-at-rest.ts";

const FLOOD = 500;
const ascii = (text: string) => new TextEncoder().encode(text);
const room = new Uint8Array(16).fill(5);
const context = { password: ascii("271828"), channel: ascii("kith/1 pin guest, host"), session: room };
const share = encodePinMessage({
  type: "pin-share",
  ...(await CpaceRun.begin(context, "initiator", ascii("kith pin guest"))).message,
});
const nonsense = encodePinMessage({ type: "pin-confirm", tag: new Uint8Array(64) });

let atRest: () => Promise<void>;

beforeEach(() => {
  atRest = watchCrypto();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** A host that shows a PIN, and what it says to whom. */
function hosting() {
  const clock = { now: 0 };
  const said: [number, string][] = [];
  const host = new PinHost({
    pin: "271828",
    room,
    now: () => clock.now,
    send: (member, data) => {
      const message = decodePinMessage(data);
      said.push([member, message.type === "pin-refused" ? message.reason : message.type]);
    },
    onProven: () => undefined,
    onWrongGuess: () => undefined,
    onBurnt: () => undefined,
  });
  const take = (member: number, data: typeof share, times = 1) => {
    for (let i = 0; i < times; i++) host.handleMessage(member as MemberId, data);
  };
  const to = (member: number) => said.filter(([one]) => one === member).map(([, what]) => what);
  return { host, clock, said, take, to };
}

describe("a flood of messages is refused three times, and then not answered", () => {
  test.each([
    ["while somebody else is answered", () => undefined],
    ["while somebody else has a run", () => atRest()],
  ])("%s", async (_, answered) => {
    const { take, to } = hosting();
    take(1, share);
    await answered();
    take(2, share, FLOOD);
    await atRest();
    expect([to(1), to(2)]).toEqual([["pin-share"], Array(PIN_GUESSES).fill("busy")]);
  });

  test.each([
    ["shares", share],
    ["proofs", nonsense],
  ])("of %s, once the PIN has expired", (_, data) => {
    const { clock, take, to } = hosting();
    clock.now = PIN_LIFETIME;
    take(2, data, FLOOD);
    expect(to(2)).toEqual(Array(PIN_GUESSES).fill("burnt"));
  });

  test("and the others get their answers all the same", async () => {
    const { host, take, to } = hosting();
    take(1, share);
    take(2, share, FLOOD);
    take(3, share);
    host.handleLeft(1 as MemberId);
    take(3, share);
    await atRest();
    expect([to(2).length, to(3)]).toEqual([PIN_GUESSES, ["busy", "pin-share"]]);
  });

  test("also where the relay makes members up: as many as a room holds", () => {
    const { clock, said, take } = hosting();
    clock.now = PIN_LIFETIME;
    for (let member = 1; member <= FLOOD; member++) take(member, share);
    expect(said).toHaveLength(limits.membersPerRoom);
  });

  test("those who come and go leave room for others", () => {
    const { host, clock, said, take } = hosting();
    clock.now = PIN_LIFETIME;
    for (let member = 1; member <= FLOOD; member++) {
      take(member, share);
      host.handleLeft(member as MemberId);
    }
    expect(said).toHaveLength(FLOOD);
  });
});
