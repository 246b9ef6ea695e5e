/** The one place in a frame's path where it is encrypted, and where it is authenticated before anything decodes it. */
export interface FrameSeal {
  /** `payload` made unreadable for everyone but those who share the sender's key. */
  seal(payload: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** The payload again; throws for one that is not authentic. */
  open(payload: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** Sends frames in the clear. The UI says so wherever this is in use. */
export const plainSeal: FrameSeal = { seal: (payload) => payload, open: (payload) => payload };
