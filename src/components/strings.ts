import { first } from "../strings/en/first.ts";
import { type Choice, firstWords, type Language, laterWords, type Strings } from "../strings/languages.ts";

/**
 * Everything the app says. Read it where it is shown: what a module keeps of it stays in English. Until `speakOfAll` is through
 * there are only the words of the first screen.
 */
export let strings = first as Strings;

/** For the dates, numbers and lists in the middle of these words. */
export let locale = "en";

let language: Language = "en";
let isOfAll = false;
let speaking: Promise<void> = Promise.resolve();

/** Everything that is shown from now on is in this language, or in English if the words cannot be fetched. */
export function speak(choice: Choice): Promise<void> {
  return inTurn(() => change(choice));
}

/** From now on there are words for every screen. Rejects where they cannot be fetched. */
export function speakOfAll(): Promise<void> {
  isOfAll = true;
  return inTurn(() => change({ language, locale }));
}

async function change(choice: Choice): Promise<void> {
  try {
    strings = await wordsOf(choice.language);
    ({ language, locale } = choice);
  } catch {
    strings = await wordsOf("en");
    [language, locale] = ["en", "en"];
  }
}

async function wordsOf(language: Language): Promise<Strings> {
  const [early, others] = await Promise.all([
    firstWords(language),
    isOfAll ? laterWords(language) : undefined,
  ]);
  return { ...early, ...others } as Strings;
}

function inTurn(work: () => Promise<void>): Promise<void> {
  speaking = speaking.then(work, work);
  return speaking;
}
