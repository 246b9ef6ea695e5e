import type { stage as english } from "../en/stage.ts";
import type { Translation } from "../translation.ts";

export const stage: Translation<typeof english> = {
  stage: {
    layouts: {
      grid: "Rasteransicht",
      speaker: "Sprecheransicht",
      presentation: "Präsentationsansicht",
      free: "Freie Ansicht",
    },
    own: "dein Bild",
    screenOf: "Bildschirm von {name}",
    pin: "{name} anheften",
    unpin: "{name} lösen",
    move: "{name} verschieben",
    moveHow: "Pfeiltasten verschieben es. Ein Druck bringt es in die nächste Ecke.",
    resize: "Größe ändern: {name}",
    resizeHow: "Pfeiltasten machen es größer oder kleiner. Ein Druck nimmt die nächste Größe.",
    shareWith: "Diese Ansicht mit {name} teilen",
    shareAsked: "{name} möchte die Ansicht mit dir teilen.",
    share: "Teilen",
    point: "Mit Strichen zeigen",
    quality: {
      fair: "Verbindung könnte besser sein",
      poor: "Schlechte Verbindung",
    },
  },
};
