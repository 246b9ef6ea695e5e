/** A text that speaks of a number: in every form that the language has for it, each by the name that `Intl.PluralRules` gives it. */
export type Forms = { readonly [Form in Intl.LDMLPluralRule]?: string } & { readonly other: string };

/** The form for this number, with the number itself in the gap `{count}` where there is one. */
export function counted(forms: Forms, count: number, locale: string): string {
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return form.replace("{count}", `${count}`);
}
