/**
 * One step of a handshake message. `e` and `s` send a public key; two letters are a Diffie-Hellman of the initiator's key
 * (first letter) with the responder's; `psk` mixes in the shared secret.
 */
export type NoiseToken = "e" | "s" | "ee" | "es" | "se" | "ss" | "psk";

/**
 * A handshake as a table (Noise §7 and §9). The initiator writes the first message, then they alternate. Each side has a
 * static key, and the other knows it by the end.
 */
export interface NoisePattern {
  /** As it stands in the protocol name. */
  readonly name: string;
  /** Whose static key the other side knows before the first message. */
  readonly known: { readonly initiator: boolean; readonly responder: boolean };
  readonly messages: readonly (readonly NoiseToken[])[];
}

/**
 * Both know each other: paired devices. The first message may be a replay, payload included; whoever made it cannot go on
 * from the second.
 */
export const KK: NoisePattern = {
  name: "KK",
  known: { initiator: true, responder: true },
  messages: [
    ["e", "es", "ss"],
    ["e", "ee", "se"],
  ],
};

/**
 * Strangers who share a secret: an invitation, or what a PIN became. Payloads of the first two messages do not depend on
 * the secret. It is the initiator who proves it, in the third; the responder has proved it once the initiator has opened
 * the first record behind the handshake. Static keys are sent before the secret is mixed in, so whoever is in between could
 * learn them: the messages go in envelopes (handshake-envelope.ts).
 */
export const XXpsk3: NoisePattern = {
  name: "XXpsk3",
  known: { initiator: false, responder: false },
  messages: [["e"], ["e", "ee", "s", "es"], ["s", "se", "psk"]],
};
