import type { ring as english } from "../en/ring.ts";
import type { Translation } from "../translation.ts";

export const ring: Translation<typeof english> = {
  ring: {
    calls: "{name} ruft an",
    video: "Videoanruf",
    audio: "Anruf ohne Kamera",
    accept: "Annehmen",
    decline: "Ablehnen",
  },
};
