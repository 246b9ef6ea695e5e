/** The bar of a call, and the keyboard. */
export const bar = {
  bar: {
    more: "More",
  },
};
