const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** The text in the words of a code; undefined for what is none, or is written in a way that is not for links. */
export function textOf(words: readonly number[], version: number): string | undefined {
  let at = 0;
  const take = (bits: number): number => {
    let number = 0;
    for (; bits > 0; bits--, at++) number = number * 2 + (((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return number;
  };
  const bytes: number[] = [];
  /** Digits of this base in groups; what a group of each length takes of bits. */
  const digits = (count: number, base: number, sizes: readonly number[]) => {
    for (let rest = count; rest > 0; ) {
      const length = Math.min(rest, sizes.length);
      const number = take(sizes[length - 1] as number);
      for (let i = length - 1; i >= 0; i--)
        bytes.push(LETTERS.charCodeAt(Math.floor(number / base ** i) % base));
      rest -= length;
    }
  };
  const wide = version > 26 ? 2 : Number(version > 9);
  while (words.length * 8 - at >= 4) {
    const mode = take(4);
    if (mode === 0) break;
    if (mode === 1) digits(take(10 + 2 * wide), 10, [4, 7, 10]);
    else if (mode === 2) digits(take(9 + 2 * wide), 45, [6, 11]);
    else if (mode === 4) for (let rest = take(wide ? 16 : 8); rest > 0; rest--) bytes.push(take(8));
    // Says which characters the bytes are, which is seen without: they are UTF-8, or were written before it.
    else if (mode === 7) take(take(1) ? (take(1) ? 22 : 14) : 7);
    else return undefined;
    if (at > words.length * 8) return undefined;
  }
  const array = Uint8Array.from(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(array);
  } catch {
    return new TextDecoder("latin1").decode(array);
  }
}
