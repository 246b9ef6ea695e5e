import type { ring as english } from "../en/ring.ts";

export const ring: typeof english = {
  ring: {
    calls: (name) => `${name} ruft an`,
    video: "Videoanruf",
    audio: "Anruf ohne Kamera",
    accept: "Annehmen",
    decline: "Ablehnen",
  },
};
