import { boolean, integer, object, optional, type Schema } from "../transport/wire/schema.ts";
import type { Permissions } from "./permissions.ts";

const grant = object({ granted: boolean, until: optional(integer(0, Number.MAX_SAFE_INTEGER)) });

/** Permissions as another device says them. */
export const permissionsSchema: Schema<Permissions> = object({
  ring: grant,
  autoAnswerAudio: grant,
  autoAnswerVideo: grant,
  control: grant,
  clipboardIn: grant,
  clipboardOut: grant,
});
