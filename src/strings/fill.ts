/** The names of a text's gaps, which are written `{name}`; of a union of texts, those of all. */
type Gaps<Text> = Text extends `${string}{${infer Gap}}${infer Rest}` ? Gap | Gaps<Rest> : never;

/** A text without gaps is there to be shown as it is. */
type Values<Text> = [Gaps<Text>] extends [never] ? never : Readonly<Record<Gaps<Text>, string | number>>;

/** The text with a value in each of its gaps. */
export function fill<Text extends string>(text: Text, values: Values<Text>): string {
  return text.replace(/\{(\w+)\}/g, (_, gap: Gaps<Text>) => `${values[gap]}`);
}
