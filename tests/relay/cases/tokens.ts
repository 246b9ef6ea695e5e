import assert from "node:assert/strict";
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { CloseCode } from "../../../src/transport/wire/signaling.ts";
import { newRoom, TestClient } from "../support/client.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { within } from "../support/wait.ts";

const secret = "an operator's secret, long enough for HS256";
const key = new TextEncoder().encode(secret);

function token(
  claims: Record<string, unknown>,
  signWith: CryptoKey | Uint8Array = key,
  alg = "HS256",
  expires = "5m",
) {
  return new SignJWT(claims).setProtectedHeader({ alg }).setExpirationTime(expires).sign(signWith);
}

Deno.test("a relay with a key lets in who has a token for the room", async () => {
  const relay = await startRelayUnderTest({ env: { KITH_TOKEN_KEY: secret } });
  const [room, other] = [newRoom(), newRoom()];
  const client = await TestClient.connect(relay);
  await client.join(room, await token({ room: room.toHex() }));
  await client.join(other, await token({}));

  const strangersKey = (await generateKeyPair("EdDSA")).privateKey;
  const wrongs: Record<string, string | undefined> = {
    missing: undefined,
    "no token at all": "not.a.token",
    expired: await token({}, key, "HS256", "-1m"),
    "never expires": await new SignJWT({}).setProtectedHeader({ alg: "HS256" }).sign(key),
    "for another room": await token({ room: newRoom().toHex() }),
    "signed with another secret": await token({}, new TextEncoder().encode("x".repeat(40))),
    "signed in another way": await token({}, strangersKey, "EdDSA"),
    "not signed": new UnsecuredJWT({}).setExpirationTime("5m").encode(),
  };
  const answers = new Set<string>();
  for (const [what, wrong] of Object.entries(wrongs)) {
    const guesser = await TestClient.connect(relay, { carrier: "websocket" });
    await guesser.send({ type: "join", id: 1, room, ...(wrong === undefined ? {} : { token: wrong }) });
    const error = await guesser.told("error");
    answers.add(JSON.stringify(error));
    assert.equal(await within(5_000, guesser.link.closed, "the end"), CloseCode.notAllowed, what);
  }
  assert.equal(answers.size, 1, "one answer for all of them");
  await client.settled();

  // Past so many refusals nobody from there gets in for a while, not even with a good token.
  const tries = async () => {
    for (let count = 0; count < 10; count++) {
      const guesser = await TestClient.connect(relay);
      await assert.rejects(guesser.join(newRoom()), { message: "not-allowed" });
    }
    throw new Error("not within ten tries");
  };
  await assert.rejects(
    within(20_000, tries(), "refusal"),
    (error: Error) => !error.message.includes("not within"),
  );
  await client.join(newRoom(), await token({}));
  await relay.stop();
});

Deno.test("a relay with a public key lets in who has a token signed with the private one", async () => {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA");
  const relay = await startRelayUnderTest({ env: { KITH_TOKEN_KEY: await exportSPKI(publicKey) } });
  const client = await TestClient.connect(relay);
  await client.join(newRoom(), await token({}, privateKey, "EdDSA"));
  // The public key is no secret: it must not pass for one.
  const asSecret = new TextEncoder().encode(await exportSPKI(publicKey));
  await assert.rejects(client.join(newRoom(), await token({}, asSecret)), { message: "not-allowed" });
  await relay.stop();
});
