import type { FirstWords } from "../languages.ts";
import type { Translation } from "../translation.ts";
import { general } from "./general.ts";
import { home } from "./home.ts";
import { join } from "./join.ts";
import { people } from "./people.ts";
import { ring } from "./ring.ts";
import { system } from "./system.ts";

/** German, as one speaks in a family. */
export const first: Translation<FirstWords> = {
  ...general,
  ...home,
  ...join,
  ...people,
  ...ring,
  ...system,
};
