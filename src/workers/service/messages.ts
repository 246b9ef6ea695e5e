/** From the page to the service worker. */
export type ToService =
  /** This window has started. */
  | { readonly type: "opened" }
  /** Take over from the version that is in charge. */
  | { readonly type: "activate" };
