import * as v from "valibot";
import type { Permissions } from "./permissions.ts";

const grant = v.object({
  granted: v.boolean(),
  until: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

/** Permissions as another device says them. */
export const permissionsSchema: v.GenericSchema<unknown, Permissions> = v.object({
  ring: grant,
  autoAnswerAudio: grant,
  autoAnswerVideo: grant,
  control: grant,
  clipboardIn: grant,
  clipboardOut: grant,
});
