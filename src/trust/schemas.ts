import { bytes as bytesAsRead, made, type Schema } from "../transport/wire/schema.ts";
import type { Bytes } from "./bytes.ts";

/** A copy: what is kept or passed on must not hold the whole decrypted packet with it. */
export function bytes(least: number, most: number = least): Schema<Bytes> {
  return made(bytesAsRead(least, most), (value) => value.slice());
}
