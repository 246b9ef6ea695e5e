import { concatBytes } from "../transport/wire/concat-bytes.ts";
import type { Bytes } from "./bytes.ts";
import { HandshakeError } from "./handshake-error.ts";
import type { NoisePattern, NoiseToken } from "./noise-patterns.ts";
import { type Directions, SymmetricState } from "./symmetric-state.ts";
import { diffieHellman, exportPublicKey, generateKeyPair, importPublicKey, X25519_LENGTH } from "./x25519.ts";

/** Bytes of a handshake message, payload included (Noise §3). */
export const MAX_HANDSHAKE_MESSAGE = 65_535;

/** Bytes of a pre-shared key. */
export const PSK_LENGTH = 32;

export interface HandshakeOptions {
  readonly pattern: NoisePattern;
  readonly initiator: boolean;
  readonly staticKey: CryptoKeyPair;
  /** Raw; for patterns in which it is known beforehand, and for no other: those tell who the peer is. */
  readonly remoteStatic?: Bytes | undefined;
  /** For patterns with `psk`; 32 bytes. */
  readonly psk?: Bytes | undefined;
  /** What both sides must agree on without sending it. */
  readonly prologue: Bytes;
  /** A fresh one unless given. Only published test vectors have reason to give one: used twice, it betrays both runs. */
  readonly ephemeral?: CryptoKeyPair;
}

/** What a complete handshake leaves: keys of the control channel, and more. */
export interface HandshakeResult extends Directions {
  readonly chat: Directions;
  /** The same on both sides and in no other handshake: what else is signed or confirmed can be bound to it. */
  readonly handshakeHash: Bytes;
  /** Raw static key that the peer has proved to hold. */
  readonly remoteStatic: Bytes;
}

/** The initiator writes first. Throws `misused` where the options are not what the pattern asks for. */
export async function createHandshake(options: HandshakeOptions): Promise<Handshake> {
  const { pattern, initiator, staticKey, remoteStatic, psk } = options;
  const remoteKnown = initiator ? pattern.known.responder : pattern.known.initiator;
  if (remoteStatic?.length !== (remoteKnown ? X25519_LENGTH : undefined)) throw new HandshakeError("misused");
  if (psk?.length !== (usesPsk(pattern) ? PSK_LENGTH : undefined)) throw new HandshakeError("misused");
  const symmetric = new SymmetricState(`Noise_${pattern.name}_25519_AESGCM_SHA256`);
  await symmetric.mixHash(options.prologue);
  for (const role of ["initiator", "responder"] as const) {
    if (!pattern.known[role]) continue;
    const own = (role === "initiator") === initiator;
    await symmetric.mixHash(own ? await exportPublicKey(staticKey.publicKey) : (remoteStatic ?? missing()));
  }
  return new Handshake(options, symmetric);
}

/**
 * One run of a Noise handshake over WebCrypto. Messages are written and read in turn, one at a time. Whatever fails, in
 * our call or in what the peer sent, ends the run: a new one starts from nothing.
 */
export class Handshake {
  readonly #options: HandshakeOptions;
  readonly #symmetric: SymmetricState;
  readonly #messages: readonly (readonly NoiseToken[])[];
  #state: "ready" | "busy" | "ended" = "ready";
  #next = 0;
  #ephemeral: CryptoKeyPair | undefined;
  #remoteEphemeral: Bytes | undefined;
  #remoteStatic: Bytes | undefined;

  /** Use `createHandshake`, which mixes in what is known beforehand. */
  constructor(options: HandshakeOptions, symmetric: SymmetricState) {
    this.#options = options;
    this.#symmetric = symmetric;
    this.#messages = options.pattern.messages;
    this.#ephemeral = options.ephemeral;
    this.#remoteStatic = options.remoteStatic;
  }

  /** Every message has been written or read, and `split` is what remains. */
  get complete(): boolean {
    return this.#state === "ready" && this.#next === this.#messages.length;
  }

  /**
   * The peer's raw static key: known beforehand, or received in a message that verified. That the peer holds it is proved
   * by the handshake's end.
   */
  get remoteStatic(): Bytes | undefined {
    return this.#state === "ready" ? this.#remoteStatic : undefined;
  }

  async writeMessage(payload: Bytes): Promise<Bytes> {
    return this.#run(this.#turn("write"), async (tokens) => {
      const parts: Bytes[] = [];
      for (const token of tokens) {
        if (token === "e") parts.push(await this.#writeEphemeral());
        else if (token === "s") parts.push(await this.#writeStatic());
        else await this.#mixSecret(token);
      }
      parts.push(await this.#symmetric.encryptAndHash(payload));
      const message = concatBytes(...parts);
      if (message.length > MAX_HANDSHAKE_MESSAGE) throw new HandshakeError("too-large");
      return message;
    });
  }

  /** Returns the payload. How far it is to be trusted depends on the message's place in the pattern. */
  async readMessage(message: Bytes): Promise<Bytes> {
    return this.#run(this.#turn("read"), async (tokens) => {
      if (message.length > MAX_HANDSHAKE_MESSAGE) throw new HandshakeError("rejected");
      let rest = message;
      const take = (length: number) => {
        if (rest.length < length) throw new HandshakeError("rejected");
        const taken = rest.slice(0, length);
        rest = rest.subarray(length);
        return taken;
      };
      for (const token of tokens) {
        if (token === "e") await this.#readEphemeral(take(X25519_LENGTH));
        else if (token === "s") await this.#readStatic(take(X25519_LENGTH + this.#symmetric.overhead));
        else await this.#mixSecret(token);
      }
      return this.#symmetric.decryptAndHash(rest);
    });
  }

  /** To be called once, when complete. */
  async split(): Promise<HandshakeResult> {
    return this.#run(this.complete ? [] : undefined, async () => {
      const remoteStatic = this.#remoteStatic ?? missing();
      const keys = await this.#symmetric.split(this.#options.initiator);
      return { ...keys, handshakeHash: this.#symmetric.hash, remoteStatic };
    });
  }

  /** The tokens of the next message, if it is ours to write or to read. */
  #turn(action: "write" | "read"): readonly NoiseToken[] | undefined {
    const initiatorWrites = this.#next % 2 === 0;
    const ours = initiatorWrites === this.#options.initiator;
    return ours === (action === "write") ? this.#messages[this.#next] : undefined;
  }

  /** One step at a time, and none after one that failed. */
  async #run<T>(
    tokens: readonly NoiseToken[] | undefined,
    step: (tokens: readonly NoiseToken[]) => Promise<T>,
  ): Promise<T> {
    const allowed = this.#state === "ready" && tokens !== undefined;
    this.#state = allowed ? "busy" : "ended";
    if (!allowed) throw new HandshakeError("misused");
    try {
      const result = await step(tokens);
      if (this.#state !== "busy") throw new HandshakeError("misused");
      this.#state = "ready";
      this.#next++;
      return result;
    } catch (cause) {
      this.#state = "ended";
      throw cause instanceof HandshakeError ? cause : new HandshakeError("rejected", { cause });
    }
  }

  async #writeEphemeral(): Promise<Bytes> {
    this.#ephemeral ??= await generateKeyPair();
    const raw = await exportPublicKey(this.#ephemeral.publicKey);
    await this.#mixEphemeral(raw);
    return raw;
  }

  async #readEphemeral(raw: Bytes): Promise<void> {
    this.#remoteEphemeral = raw;
    await this.#mixEphemeral(raw);
  }

  /** With a psk, ephemeral keys go into the key as well, or the psk alone would make it (Noise §9.2). */
  async #mixEphemeral(raw: Bytes): Promise<void> {
    await this.#symmetric.mixHash(raw);
    if (usesPsk(this.#options.pattern)) await this.#symmetric.mixKey(raw.slice());
  }

  async #writeStatic(): Promise<Bytes> {
    return this.#symmetric.encryptAndHash(await exportPublicKey(this.#options.staticKey.publicKey));
  }

  async #readStatic(sealed: Bytes): Promise<void> {
    this.#remoteStatic = await this.#symmetric.decryptAndHash(sealed);
  }

  async #mixSecret(token: Exclude<NoiseToken, "e" | "s">): Promise<void> {
    const { initiator, staticKey, psk } = this.#options;
    if (token === "psk") return this.#symmetric.mixKeyAndHash(psk ?? missing());
    const [ownKind, remoteKind] = initiator ? [token[0], token[1]] : [token[1], token[0]];
    const own = (ownKind === "e" ? this.#ephemeral : staticKey) ?? missing();
    const remote = (remoteKind === "e" ? this.#remoteEphemeral : this.#remoteStatic) ?? missing();
    await this.#symmetric.mixKey(await diffieHellman(own.privateKey, await importPublicKey(remote)));
  }
}

function usesPsk(pattern: NoisePattern): boolean {
  return pattern.messages.some((tokens) => tokens.includes("psk"));
}

/** The pattern uses a key that is not there. */
function missing(): never {
  throw new HandshakeError("misused");
}
