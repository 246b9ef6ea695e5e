/** How far moving the call to another device has come. */
export type HandoffState =
  | { readonly step: "preparing" }
  /** Whoever opens the link first continues in our place. `expiresAt` in milliseconds since 1970. */
  | { readonly step: "waiting"; readonly link: string; readonly expiresAt: number }
  /** The other device is here. */
  | { readonly step: "moving" };
