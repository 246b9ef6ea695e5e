import type { join as english } from "../en/join.ts";
import type { Translation } from "../translation.ts";

export const join: Translation<typeof english> = {
  preview: {
    heading: "Bereit?",
    join: "Teilnehmen",
    cancel: "Abbrechen",
    level: "Pegel des Mikrofons",
    cameraOff: "Deine Kamera ist aus",
    cameraOpening: "Kamera wird geöffnet…",
    watchOnly: "Du bist zum Zusehen und Zuhören eingeladen. Niemand wird dich sehen oder hören.",
  },

  name: {
    label: "Dein Name",
    hint: "Die anderen sehen ihn.",
    unnamed: "Gast",
    own: "Du",
    ownPicture: "Deine Kamera",
  },
};
