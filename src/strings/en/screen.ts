/** Screens that are shared. */
export const screen = {
  screen: {
    share: "Share screen",
    shareShort: "Share",
    stop: "Stop sharing",
    stopShort: "Stop",
    began: (name: string) => `${name} shares a screen`,
    ended: (name: string) => `${name} stopped sharing`,
    ownBegan: "You are sharing your screen",
    ownEnded: "You stopped sharing your screen",
  },
};
