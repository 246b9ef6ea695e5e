import type { bar as english } from "../en/bar.ts";
import type { Translation } from "../translation.ts";

export const bar: Translation<typeof english> = {
  bar: {
    more: "Mehr",
  },

  shortcuts: {
    heading: "Tastenkürzel",
    item: "Tastenkürzel",
    use: "Einzelne Tasten als Kürzel benutzen",
    microphone: "Mikrofon ein oder aus",
    camera: "Kamera ein oder aus",
  },

  talk: {
    setting: "Sprechtaste",
    hint: "Das Mikrofon ist nur an, solange du die Leertaste hältst oder den Knopf, auf dem das steht.",
    key: "Leertaste",
    help: "Halten und sprechen, mit Sprechtaste",
    hold: "Halten und sprechen",
    talking: "Du sprichst",
  },
};
