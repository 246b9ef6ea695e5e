import * as v from "valibot";

/* What the fields of members' messages are made of. */

export const uint32 = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xffff_ffff));

export const text = (length: number) => v.pipe(v.string(), v.maxLength(length));

/** A copy: what is kept or passed on must not hold the whole decrypted packet with it. */
export const bytes = (least: number, most: number = least) =>
  v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check(({ length }) => length >= least && length <= most),
    v.transform((value) => value.slice()),
  );
