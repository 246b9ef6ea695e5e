import type { LaterWords } from "../languages.ts";
import type { Translation } from "../translation.ts";
import { bar } from "./bar.ts";
import { call } from "./call.ts";
import { chat } from "./chat.ts";
import { check } from "./check.ts";
import { devices } from "./devices.ts";
import { ended } from "./ended.ts";
import { handoff } from "./handoff.ts";
import { invite } from "./invite.ts";
import { pairing } from "./pairing.ts";
import { screen } from "./screen.ts";
import { stage } from "./stage.ts";
import { statistics } from "./statistics.ts";

/** And on the other screens. */
export const later: Translation<LaterWords> = {
  ...bar,
  ...call,
  ...chat,
  ...check,
  ...devices,
  ...ended,
  ...handoff,
  ...invite,
  ...pairing,
  ...screen,
  ...stage,
  ...statistics,
};
