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
    if (!Number.isSafeInteger(value)) this.#sized(0xcb, 8, (view, at) => view.setFloat64(at, value));
    else if (value >= 0) this.#positive(value);
    else this.#negative(value);
  }

  #positive(value: number): void {
    if (value < 0x80) this.#byte(value);
    else if (value < 0x100) this.#sized(0xcc, 1, (view, at) => view.setUint8(at, value));
    else if (value < 0x1_0000) this.#sized(0xcd, 2, (view, at) => view.setUint16(at, value));
    else if (value < 0x1_0000_0000) this.#sized(0xce, 4, (view, at) => view.setUint32(at, value));
    else this.#sized(0xcf, 8, (view, at) => view.setBigUint64(at, BigInt(value)));
  }

  #negative(value: number): void {
    if (value >= -0x20) this.#byte(value & 0xff);
    else if (value >= -0x80) this.#sized(0xd0, 1, (view, at) => view.setInt8(at, value));
    else if (value >= -0x8000) this.#sized(0xd1, 2, (view, at) => view.setInt16(at, value));
    else if (value >= -0x8000_0000) this.#sized(0xd2, 4, (view, at) => view.setInt32(at, value));
    else this.#sized(0xd3, 8, (view, at) => view.setBigInt64(at, BigInt(value)));
  }

  #text(text: string): void {
    const bytes = encodeUtf8(text);
    if (bytes.length < 32) this.#byte(0xa0 | bytes.length);
    else this.#count([0xd9, 0xda, 0xdb], bytes.length);
    this.#raw(bytes);
  }

  #binary(bytes: Uint8Array): void {
    this.#count([0xc4, 0xc5, 0xc6], bytes.length);
    this.#raw(bytes);
  }

  #list(items: readonly unknown[]): void {
    if (items.length < 16) this.#byte(0x90 | items.length);
    else this.#count([undefined, 0xdc, 0xdd], items.length);
    for (const item of items) this.write(item);
  }

  #map(object: object): void {
    const fields = Object.entries(object).filter(([, value]) => value !== undefined);
    if (fields.length < 16) this.#byte(0x80 | fields.length);
    else this.#count([undefined, 0xde, 0xdf], fields.length);
    for (const [name, value] of fields) {
      this.#text(name);
      this.write(value);
    }
  }

  /** How many follow, behind the head for a count of one byte (where there is such a thing), of two or of four. */
  #count([one, two, four]: readonly [number | undefined, number, number], count: number): void {
    if (one !== undefined && count < 0x100) this.#sized(one, 1, (view, at) => view.setUint8(at, count));
    else if (count < 0x1_0000) this.#sized(two, 2, (view, at) => view.setUint16(at, count));
    else this.#sized(four, 4, (view, at) => view.setUint32(at, count));
  }

  #sized(head: number, size: number, write: (view: DataView, at: number) => void): void {
    this.#byte(head);
    const at = this.#grow(size);
    write(this.#view, at);
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
