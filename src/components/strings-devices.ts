/** The part of `strings` that speaks of the bar of a call, of one's own devices and of the keyboard. */
export const deviceStrings = {
  bar: {
    more: "More",
  },
} as const;
