/** Bytes as WebCrypto takes them: not in memory shared between threads, where they could change under its hands. */
export type Bytes = Uint8Array<ArrayBuffer>;
