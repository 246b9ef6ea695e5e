import type { screen as english } from "../en/screen.ts";
import type { Translation } from "../translation.ts";

export const screen: Translation<typeof english> = {
  screen: {
    share: "Bildschirm teilen",
    shareShort: "Teilen",
    stop: "Teilen beenden",
    stopShort: "Beenden",
    began: "{name} teilt einen Bildschirm",
    ended: "{name} teilt nichts mehr",
    ownBegan: "Du teilst deinen Bildschirm",
    ownSounds: "Du teilst deinen Bildschirm mit Ton",
    ownEnded: "Du teilst deinen Bildschirm nicht mehr",
  },
};
