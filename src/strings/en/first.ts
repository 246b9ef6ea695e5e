import { general } from "./general.ts";
import { home } from "./home.ts";
import { join } from "./join.ts";
import { people } from "./people.ts";
import { ring } from "./ring.ts";
import { system } from "./system.ts";

/** English, which says what every language has to have words for: all that the first screen says. */
export const first = {
  ...general,
  ...home,
  ...join,
  ...people,
  ...ring,
  ...system,
};
