import type { bar as english } from "../en/bar.ts";

export const bar: typeof english = {
  bar: {
    more: "Mehr",
  },
};
