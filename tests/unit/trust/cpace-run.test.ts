import { describe, expect, test } from "vitest";
import { CpaceError } from "../../../src/trust/cpace.ts";
import { CpaceRun } from "../../../src/trust/cpace-run.ts";

const ascii = (text: string) => new TextEncoder().encode(text);
const REJECTED = expect.objectContaining({ constructor: CpaceError, reason: "rejected" });
const MISUSED = expect.objectContaining({ constructor: CpaceError, reason: "misused" });

const session = Uint8Array.from({ length: 16 }, (_, i) => i);
const contextFor = (pin: string) => ({ password: ascii(pin), channel: ascii("kith test"), session });

function runs(typed = "271828", shown = "271828") {
  return {
    initiator: new CpaceRun(contextFor(typed), "initiator", ascii("typed")),
    responder: new CpaceRun(contextFor(shown), "responder", ascii("shown")),
  };
}

function agreements(typed?: string, shown?: string) {
  const { initiator, responder } = runs(typed, shown);
  return {
    initiator: initiator.agree(responder.message),
    responder: responder.agree(initiator.message),
  };
}

/** The error that `call` throws. */
function failureOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("the right PIN leaves both sides with the same 32 bytes", () => {
  const { initiator, responder } = agreements();
  const ofResponder = responder.confirm(initiator.tag);
  const ofInitiator = initiator.confirm(responder.tag);
  expect(ofInitiator).toHaveLength(32);
  expect(ofInitiator).toEqual(ofResponder);
});

test("no two runs give the same key", () => {
  const [one, other] = [agreements(), agreements()];
  expect(one.responder.confirm(one.initiator.tag)).not.toEqual(other.responder.confirm(other.initiator.tag));
});

test("a wrong PIN is refused by both sides", () => {
  const { initiator, responder } = agreements("271828", "271829");
  expect(failureOf(() => responder.confirm(initiator.tag))).toEqual(REJECTED);
  expect(failureOf(() => initiator.confirm(new Uint8Array(64)))).toEqual(REJECTED);
});

test("shares swapped for an attacker's own are refused by both sides", () => {
  const victims = runs();
  const attacker = runs("000000", "000000");
  const initiator = victims.initiator.agree(attacker.responder.message);
  const responder = victims.responder.agree(attacker.initiator.message);
  const fromInitiator = attacker.responder.agree(victims.initiator.message);
  const fromResponder = attacker.initiator.agree(victims.responder.message);
  expect(failureOf(() => fromInitiator.confirm(initiator.tag))).toEqual(REJECTED);
  expect(failureOf(() => responder.confirm(fromResponder.tag))).toEqual(REJECTED);
});

test("associated data that was changed on the way is refused", () => {
  const { initiator, responder } = runs();
  const deceived = responder.agree({ ...initiator.message, associatedData: ascii("else") });
  expect(failureOf(() => deceived.confirm(initiator.agree(responder.message).tag))).toEqual(REJECTED);
});

describe("reflection", () => {
  test("of the whole message is refused", () => {
    const { initiator, responder } = runs();
    expect(failureOf(() => initiator.agree(initiator.message))).toEqual(REJECTED);
    expect(failureOf(() => responder.agree(responder.message))).toEqual(REJECTED);
  });

  test("of the share and then of the tag is refused", () => {
    const { initiator } = runs();
    const agreement = initiator.agree({ share: initiator.message.share, associatedData: ascii("shown") });
    expect(failureOf(() => agreement.confirm(agreement.tag))).toEqual(REJECTED);
  });

  test("of the tag alone is refused", () => {
    const { initiator } = agreements();
    expect(failureOf(() => initiator.confirm(initiator.tag))).toEqual(REJECTED);
  });
});

test("two sides of the same role do not come together", () => {
  const one = new CpaceRun(contextFor("271828"), "initiator", ascii("one"));
  const other = new CpaceRun(contextFor("271828"), "initiator", ascii("other"));
  const agreement = one.agree(other.message);
  expect(failureOf(() => agreement.confirm(other.agree(one.message).tag))).toEqual(REJECTED);
});

describe("one run is one guess", () => {
  test("a second message is not taken, even after a broken first one", () => {
    const { initiator, responder } = runs();
    const broken = { share: new Uint8Array(32), associatedData: ascii("typed") };
    expect(failureOf(() => responder.agree(broken))).toEqual(REJECTED);
    expect(failureOf(() => responder.agree(initiator.message))).toEqual(MISUSED);
  });

  test("a second tag is not taken", () => {
    const { initiator, responder } = agreements();
    expect(failureOf(() => responder.confirm(new Uint8Array(64)))).toEqual(REJECTED);
    expect(failureOf(() => responder.confirm(initiator.tag))).toEqual(MISUSED);
  });

  test("the responder proves nothing before the initiator has", () => {
    const { initiator, responder } = agreements();
    expect(failureOf(() => responder.tag)).toEqual(MISUSED);
    responder.confirm(initiator.tag);
    expect(responder.tag).toHaveLength(64);
  });

  test("a side that was refused proves nothing", () => {
    const { initiator, responder } = agreements("1", "2");
    failureOf(() => responder.confirm(initiator.tag));
    expect(failureOf(() => responder.tag)).toEqual(MISUSED);
  });
});
