import { describe, expect, test } from "vitest";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { sealHandshake } from "../../../src/trust/handshake-envelope.ts";
import { decodeHandshakeMessage, encodeHandshakeMessage } from "../../../src/trust/handshake-message.ts";
import type { Identity } from "../../../src/trust/identity.ts";
import { SymmetricState } from "../../../src/trust/symmetric-state.ts";
import {
  diffieHellman,
  exportPublicKey,
  generateKeyPair,
  importPublicKey,
} from "../../../src/trust/x25519.ts";
import { eventually } from "../../fakes/eventually.ts";
import { knowsSecret, LyingRelay, newIdentity, type Parcel, type Seat } from "../../fakes/lying-relay.ts";

const [ADA, BEN] = [7, 9];
/** As the relay knows it: it is in every message that joins. */
const room: Bytes = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);
const NOTHING: Bytes = new Uint8Array(0);

/**
 * A relay that shakes hands itself, as XXpsk3 goes until the secret is mixed in: all that it lacks is the secret. What it learns
 * of the static keys is in `learnt`.
 */
class Impostor {
  readonly learnt: Bytes[] = [];
  readonly #symmetric = new SymmetricState("Noise_XXpsk3_25519_AESGCM_SHA256");
  readonly #keys: { readonly ephemeral: CryptoKeyPair; readonly fixed: CryptoKeyPair };

  static async between(initiator: number, responder: number): Promise<Impostor> {
    const impostor = new Impostor({ ephemeral: await generateKeyPair(), fixed: await generateKeyPair() });
    const members = Uint8Array.of(0, 0, 0, initiator, 0, 0, 0, responder);
    const prologue = Uint8Array.of(...new TextEncoder().encode("kith/1 XXpsk3 "), ...room, ...members);
    await impostor.#symmetric.mixHash(prologue);
    return impostor;
  }

  private constructor(keys: { readonly ephemeral: CryptoKeyPair; readonly fixed: CryptoKeyPair }) {
    this.#keys = keys;
  }

  async first(): Promise<Bytes> {
    const own = await this.#mixed(await exportPublicKey(this.#keys.ephemeral.publicKey));
    return Uint8Array.of(...own, ...(await this.#symmetric.encryptAndHash(NOTHING)));
  }

  /** The answer to somebody's first message, to get at the third. */
  async answer(first: Bytes): Promise<Bytes> {
    const theirs = await this.#mixed(first.slice(0, 32));
    await this.#symmetric.decryptAndHash(first.slice(32));
    const own = await this.#mixed(await exportPublicKey(this.#keys.ephemeral.publicKey));
    await this.#symmetric.mixKey(await agree(this.#keys.ephemeral, theirs));
    const fixed = await this.#symmetric.encryptAndHash(await exportPublicKey(this.#keys.fixed.publicKey));
    await this.#symmetric.mixKey(await agree(this.#keys.fixed, theirs));
    return Uint8Array.of(...own, ...fixed, ...(await this.#symmetric.encryptAndHash(NOTHING)));
  }

  async readSecond(second: Bytes): Promise<void> {
    const theirs = await this.#mixed(second.slice(0, 32));
    await this.#symmetric.mixKey(await agree(this.#keys.ephemeral, theirs));
    await this.readStatic(second.slice(32, 80));
  }

  async readStatic(sealed: Bytes): Promise<void> {
    this.learnt.push(await this.#symmetric.decryptAndHash(sealed.slice(0, 48)));
  }

  async #mixed(ephemeral: Bytes): Promise<Bytes> {
    await this.#symmetric.mixHash(ephemeral);
    await this.#symmetric.mixKey(ephemeral.slice());
    return ephemeral;
  }
}

async function agree({ privateKey }: CryptoKeyPair, theirs: Bytes): Promise<Bytes> {
  return await diffieHellman(privateKey, await importPublicKey(theirs));
}

function messageOf(step: 0 | 1 | 2, noise: Bytes, from: number, to: number): Parcel {
  return { kind: "notify", from, to, data: encodeHandshakeMessage({ step, noise }) };
}

interface Two {
  readonly relay: LyingRelay;
  readonly ada: Seat;
  readonly ben: Seat;
  readonly identities: readonly [Identity, Identity];
}

async function two(): Promise<Two> {
  const identities = [await newIdentity(), await newIdentity()] as const;
  const relay = new LyingRelay();
  const [ada, ben] = [
    relay.seat({ identity: identities[0], self: ADA, other: BEN, proof: knowsSecret }),
    relay.seat({ identity: identities[1], self: BEN, other: ADA, proof: knowsSecret }),
  ];
  return { relay, ada, ben, identities };
}

/** What the relay was given to carry from this member, as Noise messages. */
function noiseFrom(relay: LyingRelay, member: number): Bytes[] {
  const messages = relay.carried.filter(({ kind, from }) => kind === "notify" && from === member);
  return messages.map(({ data }) => decodeHandshakeMessage(data).noise);
}

/** Neither key is in these bytes, whole or as any part of something else. */
function expectNoKeys(relay: LyingRelay, identities: readonly Identity[], learnt: readonly Bytes[]): void {
  const bytes = [...relay.carried.map(({ data }) => data), ...learnt].map((part) => hex(part)).join(" ");
  for (const { publicKey, fingerprint } of identities) {
    expect(bytes).not.toContain(hex(publicKey));
    expect(bytes).not.toContain(hex(fingerprint));
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

describe("a relay without the secret gets to see nobody's static key", () => {
  test("by listening", async () => {
    const { relay, ada, ben, identities } = await two();
    ada.link.start();
    await eventually(() => expect([ada.state, ben.state]).toEqual(["up", "up"]));
    expect(relay.count("notify")).toBe(3);
    expectNoKeys(relay, identities, []);
  });

  test.each(["as it is", "in an envelope of its own"])("by calling, its message %s: refused", async (how) => {
    const { relay, ben, identities } = await two();
    relay.lie = () => [];
    const impostor = await Impostor.between(ADA, BEN);
    const first = await impostor.first();
    const envelope = { secret: new Uint8Array(32), room, from: ADA as MemberId, to: BEN as MemberId };
    const noise = how === "as it is" ? first : await sealHandshake(envelope, first);
    relay.deliver(messageOf(0, noise, ADA, BEN));
    await eventually(() => expect(relay.carried).not.toEqual([]));
    for (const second of noiseFrom(relay, BEN)) await impostor.readSecond(second).catch(() => undefined);
    expectNoKeys(relay, identities, impostor.learnt);
    // Refused at the first message: nothing was answered.
    expect(relay.carried.map(({ kind }) => kind)).toEqual(["refusal"]);
    expect(ben.downs).toEqual(["rejected"]);
  });

  test("by answering whoever calls", async () => {
    const { relay, ada, identities } = await two();
    relay.lie = () => [];
    const impostor = await Impostor.between(ADA, BEN);
    ada.link.start();
    await eventually(() => expect(relay.count("notify")).toBe(1));
    const [first] = noiseFrom(relay, ADA) as [Bytes];
    // Unless it can read what it is to answer, it makes up an answer of the right form.
    const answer = await impostor.answer(first).catch(() => new Uint8Array(96));
    relay.deliver(messageOf(1, answer, BEN, ADA));
    await eventually(() => expect(relay.carried).toHaveLength(2));
    for (const third of noiseFrom(relay, ADA).slice(1))
      await impostor.readStatic(third).catch(() => undefined);
    expectNoKeys(relay, identities, impostor.learnt);
    expect(ada.downs).toEqual(["rejected"]);
  });
});
