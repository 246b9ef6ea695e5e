import type { screen as english } from "../en/screen.ts";

export const screen: typeof english = {
  screen: {
    share: "Bildschirm teilen",
    shareShort: "Teilen",
    stop: "Teilen beenden",
    stopShort: "Beenden",
    began: (name) => `${name} teilt einen Bildschirm`,
    ended: (name) => `${name} teilt nichts mehr`,
    ownBegan: "Du teilst deinen Bildschirm",
    ownSounds: "Du teilst deinen Bildschirm mit Ton",
    ownEnded: "Du teilst deinen Bildschirm nicht mehr",
  },
};
