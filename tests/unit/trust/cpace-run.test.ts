import { describe, expect, test } from "vitest";
import { CpaceError } from "../../../src/trust/cpace.ts";
import { CpaceRun } from "../../../src/trust/cpace-run.ts";

const ascii = (text: string) => new TextEncoder().encode(text);
const REJECTED = expect.objectContaining({ constructor: CpaceError, reason: "rejected" });
const MISUSED = expect.objectContaining({ constructor: CpaceError, reason: "misused" });

const session = Uint8Array.from({ length: 16 }, (_, i) => i);
const contextFor = (pin: string) => ({ password: ascii(pin), channel: ascii("kith test"), session });

async function runs(typed = "271828", shown = "271828") {
  return {
    initiator: await CpaceRun.begin(contextFor(typed), "initiator", ascii("typed")),
    responder: await CpaceRun.begin(contextFor(shown), "responder", ascii("shown")),
  };
}

async function agreements(typed?: string, shown?: string) {
  const { initiator, responder } = await runs(typed, shown);
  return {
    initiator: await initiator.agree(responder.message),
    responder: await responder.agree(initiator.message),
  };
}

/** The error that `call` throws, at once or later. */
async function failureOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("the right PIN leaves both sides with the same 32 bytes", async () => {
  const { initiator, responder } = await agreements();
  const ofResponder = responder.confirm(initiator.tag);
  const ofInitiator = initiator.confirm(responder.tag);
  expect(ofInitiator).toHaveLength(32);
  expect(ofInitiator).toEqual(ofResponder);
});

test("no two runs give the same key", async () => {
  const [one, other] = [await agreements(), await agreements()];
  expect(one.responder.confirm(one.initiator.tag)).not.toEqual(other.responder.confirm(other.initiator.tag));
});

test("a wrong PIN is refused by both sides", async () => {
  const { initiator, responder } = await agreements("271828", "271829");
  expect(await failureOf(() => responder.confirm(initiator.tag))).toEqual(REJECTED);
  expect(await failureOf(() => initiator.confirm(new Uint8Array(64)))).toEqual(REJECTED);
});

test("shares swapped for an attacker's own are refused by both sides", async () => {
  const victims = await runs();
  const attacker = await runs("000000", "000000");
  const initiator = await victims.initiator.agree(attacker.responder.message);
  const responder = await victims.responder.agree(attacker.initiator.message);
  const fromInitiator = await attacker.responder.agree(victims.initiator.message);
  const fromResponder = await attacker.initiator.agree(victims.responder.message);
  expect(await failureOf(() => fromInitiator.confirm(initiator.tag))).toEqual(REJECTED);
  expect(await failureOf(() => responder.confirm(fromResponder.tag))).toEqual(REJECTED);
});

test("associated data that was changed on the way is refused", async () => {
  const { initiator, responder } = await runs();
  const deceived = await responder.agree({ ...initiator.message, associatedData: ascii("else") });
  const { tag } = await initiator.agree(responder.message);
  expect(await failureOf(() => deceived.confirm(tag))).toEqual(REJECTED);
});

describe("reflection", () => {
  test("of the whole message is refused", async () => {
    const { initiator, responder } = await runs();
    expect(await failureOf(() => initiator.agree(initiator.message))).toEqual(REJECTED);
    expect(await failureOf(() => responder.agree(responder.message))).toEqual(REJECTED);
  });

  test("of the share and then of the tag is refused", async () => {
    const { initiator } = await runs();
    const agreement = await initiator.agree({
      share: initiator.message.share,
      associatedData: ascii("shown"),
    });
    expect(await failureOf(() => agreement.confirm(agreement.tag))).toEqual(REJECTED);
  });

  test("of the tag alone is refused", async () => {
    const { initiator } = await agreements();
    expect(await failureOf(() => initiator.confirm(initiator.tag))).toEqual(REJECTED);
  });
});

test("two sides of the same role do not come together", async () => {
  const one = await CpaceRun.begin(contextFor("271828"), "initiator", ascii("one"));
  const other = await CpaceRun.begin(contextFor("271828"), "initiator", ascii("other"));
  const agreement = await one.agree(other.message);
  const { tag } = await other.agree(one.message);
  expect(await failureOf(() => agreement.confirm(tag))).toEqual(REJECTED);
});

describe("one run is one guess", () => {
  test("a second message is not taken, even after a broken first one", async () => {
    const { initiator, responder } = await runs();
    const broken = { share: new Uint8Array(32), associatedData: ascii("typed") };
    expect(await failureOf(() => responder.agree(broken))).toEqual(REJECTED);
    expect(await failureOf(() => responder.agree(initiator.message))).toEqual(MISUSED);
  });

  test("a second message is not taken while the first one is computed", async () => {
    const { initiator, responder } = await runs();
    const first = responder.agree(initiator.message);
    expect(await failureOf(() => responder.agree(initiator.message))).toEqual(MISUSED);
    const { tag } = await initiator.agree(responder.message);
    expect((await first).confirm(tag)).toHaveLength(32);
  });

  test("a second tag is not taken", async () => {
    const { initiator, responder } = await agreements();
    expect(await failureOf(() => responder.confirm(new Uint8Array(64)))).toEqual(REJECTED);
    expect(await failureOf(() => responder.confirm(initiator.tag))).toEqual(MISUSED);
  });

  test("the responder proves nothing before the initiator has", async () => {
    const { initiator, responder } = await agreements();
    expect(await failureOf(() => responder.tag)).toEqual(MISUSED);
    responder.confirm(initiator.tag);
    expect(responder.tag).toHaveLength(64);
  });

  test("a side that was refused proves nothing", async () => {
    const { initiator, responder } = await agreements("1", "2");
    await failureOf(() => responder.confirm(initiator.tag));
    expect(await failureOf(() => responder.tag)).toEqual(MISUSED);
  });
});
