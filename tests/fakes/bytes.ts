/** The pieces as one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** The bytes in pieces of these sizes, the rest in one; each in a buffer of its own, as off the network. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array<ArrayBuffer>[] {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const size of [...sizes, bytes.length]) {
    if (offset >= bytes.length) break;
    pieces.push(new Uint8Array(bytes.subarray(offset, offset + size)));
    offset += size;
  }
  return pieces;
}
