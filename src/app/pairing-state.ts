import type { Permissions } from "../trust/permissions.ts";

/** Who is about to be remembered. */
export interface PairingPeer {
  readonly name: string;
  /** In hexadecimal: 64 characters. */
  readonly fingerprint: string;
}

/** Why a PIN that was typed did not work. */
export type PinProblem =
  /** The digits are not right, or somebody is in between. */
  | "wrong"
  /** Nobody shows a PIN that begins like this: mistyped, or it is over. */
  | "unknown"
  /** Guessed wrong too often: it needs a new one. */
  | "burnt"
  /** Somebody else is being answered just now. */
  | "busy"
  | "silent"
  /** Too many tries from here: the relay asks to wait. */
  | "too-fast"
  | "unreachable";

/** How far two devices have come with getting to know each other. */
export type PairingState =
  /** Show a PIN, or type one? */
  | { readonly step: "choosing" }
  /** The PIN is being prepared. */
  | { readonly step: "preparing" }
  | {
      readonly step: "showing";
      /** Ten digits: four that say where, six that are the secret. */
      readonly pin: string;
      /** What a QR code of it says: opening it types the PIN. */
      readonly link: string;
      /** Milliseconds since 1970. */
      readonly expiresAt: number;
      /** Wrong guesses that are still answered. */
      readonly guessesLeft: number;
    }
  | { readonly step: "typing"; readonly problem: PinProblem | undefined }
  /** The PIN was typed and is being checked. */
  | { readonly step: "proving" }
  /** Both sides know the PIN: is it the right device? */
  | {
      readonly step: "confirming";
      readonly peer: PairingPeer;
      /** A device of that name is paired already, and its key is another one. */
      readonly isLookalike: boolean;
      /** One's own fingerprint. */
      readonly self: string;
      /** What the other may do here, once remembered. */
      readonly permissions: Permissions;
      /** This side has confirmed and waits for the other. */
      readonly confirmed: boolean;
    }
  | { readonly step: "paired"; readonly peer: PairingPeer }
  | {
      readonly step: "failed";
      /** expired: too late · burnt: guessed wrong too often · declined: the other side does not want to · lost: it is gone. */
      readonly reason: "expired" | "burnt" | "declined" | "lost" | "unreachable";
    };
