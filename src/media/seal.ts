type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Makes a frame unreadable for everyone but those who share the sender's key, and binds it to the `header` that travels in
 * front of it. The sealed frame stands behind `headroom` free bytes. Frames sealed at the same time may come out in another
 * order.
 */
export type Seal = (frame: Bytes, header: Bytes, headroom: number) => Promise<Bytes>;

/** The frame again; rejects for one that is not authentic, or that came before. Nothing decodes what has not passed here. */
export type Open = (sealed: Bytes, header: Bytes) => Promise<Bytes>;
