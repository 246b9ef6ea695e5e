import { bar } from "./bar.ts";
import { call } from "./call.ts";
import { chat } from "./chat.ts";
import { check } from "./check.ts";
import { devices } from "./devices.ts";
import { ended } from "./ended.ts";
import { general } from "./general.ts";
import { handoff } from "./handoff.ts";
import { home } from "./home.ts";
import { invite } from "./invite.ts";
import { join } from "./join.ts";
import { pairing } from "./pairing.ts";
import { people } from "./people.ts";
import { screen } from "./screen.ts";
import { stage } from "./stage.ts";
import { statistics } from "./statistics.ts";
import { system } from "./system.ts";

/** English: what every other language has to have words for. */
export const en = {
  ...general,
  ...bar,
  ...chat,
  ...home,
  ...devices,
  ...join,
  ...call,
  ...ended,
  ...handoff,
  ...invite,
  ...people,
  ...pairing,
  ...screen,
  ...stage,
  ...statistics,
  ...system,
  ...check,
};
