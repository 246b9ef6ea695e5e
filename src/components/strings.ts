import { en } from "../strings/en/en.ts";
import { type Choice, type Strings, wordsOf } from "../strings/languages.ts";

/** Everything the app says. Read them where they are shown: what a module keeps of them stays in English. */
export let strings: Strings = en;

/** For the dates, numbers and lists in the middle of these words. */
export let locale = "en";

/** Everything that is shown from now on is in this language, or in English if the words cannot be fetched. */
export async function speak(choice: Choice): Promise<void> {
  try {
    strings = await wordsOf(choice.language);
    locale = choice.locale;
  } catch {
    strings = en;
    locale = "en";
  }
}
