import { decodeUtf8 } from "./utf8.ts";

/** The most that any one part of a message may have: whoever sent it says how much, and could say anything. */
export interface MsgpackLimits {
  /** Bytes of a text. */
  readonly text: number;
  /** Bytes of bytes. */
  readonly binary: number;
  /** Items of a list, fields of a map. */
  readonly items: number;
}

/** Lists and maps within each other; no message of ours comes near. */
const MAX_DEPTH = 16;

/** Reads msgpack that a stranger wrote. Throws an error of some kind for whatever it does not like. */
export class MsgpackReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #limits: MsgpackLimits;
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array, limits: MsgpackLimits) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#limits = limits;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Bytes in it are a view of what is read. */
  read(): unknown {
    const head = this.#unsigned(1);
    if (head < 0x80) return head;
    if (head < 0x90) return this.#map(head & 0x0f);
    if (head < 0xa0) return this.#list(head & 0x0f);
    if (head < 0xc0) return this.#text(head & 0x1f);
    if (head >= 0xe0) return head - 0x100;
    return this.#headed(head);
  }

  #headed(head: number): unknown {
    switch (head) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#take(this.#unsigned(1 << (head - 0xc4)), this.#limits.binary);
      case 0xca:
        return this.#view.getFloat32(this.#skip(4));
      case 0xcb:
        return this.#view.getFloat64(this.#skip(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
      case 0xcf:
        return this.#unsigned(1 << (head - 0xcc));
      case 0xd0:
      case 0xd1:
      case 0xd2:
      case 0xd3:
        return this.#signed(1 << (head - 0xd0));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#unsigned(1 << (head - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.#list(this.#unsigned(2 << (head - 0xdc)));
      case 0xde:
      case 0xdf:
        return this.#map(this.#unsigned(2 << (head - 0xde)));
      default:
        throw new RangeError(`msgpack of type ${head}`);
    }
  }

  /** Of 1, 2, 4 or 8 bytes. */
  #unsigned(size: number): number {
    const at = this.#skip(size);
    if (size === 1) return this.#view.getUint8(at);
    if (size === 2) return this.#view.getUint16(at);
    return size === 4 ? this.#view.getUint32(at) : Number(this.#view.getBigUint64(at));
  }

  #signed(size: number): number {
    const at = this.#skip(size);
    if (size === 1) return this.#view.getInt8(at);
    if (size === 2) return this.#view.getInt16(at);
    return size === 4 ? this.#view.getInt32(at) : Number(this.#view.getBigInt64(at));
  }

  #text(length: number): string {
    return decodeUtf8(this.#take(length, this.#limits.text));
  }

  #list(count: number): readonly unknown[] {
    return this.#inside(count, () => Array.from({ length: count }, () => this.read()));
  }

  #map(count: number): Record<string, unknown> {
    return this.#inside(count, () => {
      const map: Record<string, unknown> = {};
      for (let i = 0; i < count; i++) {
        const name = this.read();
        if (typeof name !== "string" || name === "__proto__") throw new RangeError("not the name of a field");
        map[name] = this.read();
      }
      return map;
    });
  }

  #inside<T>(count: number, read: () => T): T {
    if (count > this.#limits.items || ++this.#depth > MAX_DEPTH)
      throw new RangeError("too much in one message");
    const inside = read();
    this.#depth--;
    return inside;
  }

  #take(length: number, most: number): Uint8Array {
    if (length > most) throw new RangeError(`${length} bytes in one piece`);
    const at = this.#skip(length);
    return this.#bytes.subarray(at, at + length);
  }

  #skip(length: number): number {
    const at = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new RangeError("ends too soon");
    return at;
  }
}
