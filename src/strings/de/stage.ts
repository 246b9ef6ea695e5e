import type { stage as english } from "../en/stage.ts";

export const stage: typeof english = {
  stage: {
    layouts: {
      grid: "Rasteransicht",
      speaker: "Sprecheransicht",
      presentation: "Präsentationsansicht",
      free: "Freie Ansicht",
    },
    own: "dein Bild",
    screenOf: (name) => `Bildschirm von ${name}`,
    pin: (name) => `${name} anheften`,
    unpin: (name) => `${name} lösen`,
    move: (name) => `${name} verschieben`,
    moveHow: "Pfeiltasten verschieben es. Ein Druck bringt es in die nächste Ecke.",
    resize: (name) => `Größe ändern: ${name}`,
    resizeHow: "Pfeiltasten machen es größer oder kleiner. Ein Druck nimmt die nächste Größe.",
    shareWith: (name) => `Diese Ansicht mit ${name} teilen`,
    shareAsked: (name) => `${name} möchte die Ansicht mit dir teilen.`,
    share: "Teilen",
    point: "Mit Strichen zeigen",
    quality: {
      fair: "Verbindung könnte besser sein",
      poor: "Schlechte Verbindung",
    },
  },
};
