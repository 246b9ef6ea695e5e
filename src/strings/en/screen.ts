/** Screens that are shared. */
export const screen = {
  screen: {
    share: "Share screen",
    shareShort: "Share",
    stop: "Stop sharing",
    stopShort: "Stop",
    began: "{name} shares a screen",
    ended: "{name} stopped sharing",
    ownBegan: "You are sharing your screen",
    ownSounds: "You are sharing your screen and its sound",
    ownEnded: "You stopped sharing your screen",
  },
} as const;
