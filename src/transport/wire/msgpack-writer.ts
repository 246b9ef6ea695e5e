import { encodeUtf8 } from "./utf8.ts";

const FIRST_SIZE = 256;

/**
 * Writes msgpack: null, booleans, numbers, texts, bytes, lists, and objects without their undefined fields. Whole numbers
 * take as few bytes as they can.
 */
export class MsgpackWriter {
  #view = new DataView(new ArrayBuffer(FIRST_SIZE));
  #length = 0;

  /** What was written so far: the writer's own memory. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#view.buffer, 0, this.#length);
  }

  write(value: unknown): void {
    if (value === null || value === undefined) this.#byte(0xc0);
    else if (typeof value === "boolean") this.#byte(value ? 0xc3 : 0xc2);
    else if (typeof value === "number") this.#number(value);
    else if (typeof value === "string") this.#text(value);
    else if (value instanceof Uint8Array) this.#binary(value);
    else if (Array.isArray(value)) this.#list(value);
    else if (typeof value === "object") this.#map(value);
    else throw new TypeError(`msgpack has no ${typeof value}`);
  }

  #number(value: number): void {
    if (!Number.isSafeInteger(value)) this.#float(value);
    else if (value >= -0x20 && value < 0x80) this.#byte(value & 0xff);
    else {
      // As large as a positive one that takes as much room.
      const size = sizeOf(value < 0 ? -2 * value - 1 : value);
      this.#sized((value < 0 ? 0xd0 : 0xcc) + size, size, value);
    }
  }

  #text(text: string): void {
    const bytes = encodeUtf8(text);
    if (bytes.length < 32) this.#byte(0xa0 | bytes.length);
    else this.#count(0xd9, bytes.length);
    this.#raw(bytes);
  }

  #binary(bytes: Uint8Array): void {
    this.#count(0xc4, bytes.length);
    this.#raw(bytes);
  }

  #list(items: readonly unknown[]): void {
    if (items.length < 16) this.#byte(0x90 | items.length);
    else this.#count(0xdb, items.length, 1);
    for (const item of items) this.write(item);
  }

  #map(object: object): void {
    const fields = Object.entries(object).filter(([, value]) => value !== undefined);
    if (fields.length < 16) this.#byte(0x80 | fields.length);
    else this.#count(0xdd, fields.length, 1);
    for (const [name, value] of fields) {
      this.#text(name);
      this.write(value);
    }
  }

  /** How many follow. Heads stand one behind the other by the size of the count; `least` where there is none for the smallest. */
  #count(head: number, count: number, least = 0): void {
    const size = Math.max(least, sizeOf(count));
    this.#sized(head + size, size, count);
  }

  /** A whole number in 2 to the power of `size` bytes. */
  #sized(head: number, size: number, value: number): void {
    this.#byte(head);
    const at = this.#grow(1 << size);
    if (size === 0) this.#view.setUint8(at, value);
    else if (size === 1) this.#view.setUint16(at, value);
    else if (size === 2) this.#view.setUint32(at, value);
    else this.#view.setBigUint64(at, BigInt(value));
  }

  #float(value: number): void {
    this.#byte(0xcb);
    const at = this.#grow(8);
    this.#view.setFloat64(at, value);
  }

  #byte(byte: number): void {
    const at = this.#grow(1);
    this.#view.setUint8(at, byte);
  }

  #raw(bytes: Uint8Array): void {
    const at = this.#grow(bytes.length);
    new Uint8Array(this.#view.buffer).set(bytes, at);
  }

  /** Makes room for so many bytes more, and says where. */
  #grow(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#view.byteLength) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(new Uint8Array(this.#view.buffer, 0, at));
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}

/** How many bytes a positive whole number takes, as a power of 2. */
function sizeOf(value: number): number {
  if (value < 0x100) return 0;
  if (value < 0x1_0000) return 1;
  return value < 0x1_0000_0000 ? 2 : 3;
}
