/** The bar of a call, and the keyboard. */
export const bar = {
  bar: {
    more: "More",
  },

  shortcuts: {
    heading: "Keyboard shortcuts",
    item: "Shortcuts",
    use: "Use single keys as shortcuts",
    microphone: "Microphone on or off",
    camera: "Camera on or off",
  },

  /** Push to talk. */
  talk: {
    setting: "Push to talk",
    hint: "The microphone is on only while you hold the space bar, or the button that says so.",
    key: "Space",
    help: "Hold to talk, with push to talk",
    hold: "Hold to talk",
    talking: "You are talking",
  },
} as const;
