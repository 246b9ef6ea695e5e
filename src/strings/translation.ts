import type { Forms } from "./counted.ts";

/** What another language has to say for these English words: as many texts, each with the same gaps at least. */
export type Translation<English> = English extends string
  ? WithGaps<English>
  : English extends Forms
    ? Forms & { readonly other: WithGaps<English["other"]> }
    : { readonly [Key in keyof English]: Translation<English[Key]> };

type WithGaps<Text extends string> = Text extends `${string}{${infer Gap}}${infer Rest}`
  ? `${string}{${Gap}}${string}` & WithGaps<Rest>
  : string;
