import { expect, test } from "vitest";
import { chooseLanguage } from "../../../src/strings/languages.ts";

test.each([
  ["nobody chose", "", ["de-AT", "en-GB"], "de", "de-AT"],
  ["an unknown language comes first", "", ["tlh", "pt-BR", "DE", "en"], "de", "DE"],
  ["none is known", "", ["pt-BR", "fr"], "en", "en"],
  ["the browser says nothing", "", [], "en", "en"],
  ["another was chosen", "en", ["de-AT", "en-GB"], "en", "en-GB"],
  ["one was chosen that the browser does not know", "de", ["en-US"], "de", "de"],
  ["what was chosen is no longer spoken", "tlh", ["de"], "de", "de"],
  ["a tag is malformed", "", ["en-US@posix", "de"], "de", "de"],
  ["a language begins like another", "", ["den-CA", "en"], "en", "en"],
])("when %s", (_, chosen, ofBrowser, language, locale) => {
  expect(chooseLanguage(chosen, ofBrowser)).toEqual({ language, locale });
});
