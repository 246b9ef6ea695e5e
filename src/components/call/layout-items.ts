import type { StageState } from "../../app/stage.ts";
import { Layout } from "../../app/stage-arrangement.ts";
import type { StageActions } from "../actions.ts";
import type { IconName } from "../parts/icon.ts";
import type { MenuItem } from "../parts/menu-button.ts";
import { strings } from "../strings.ts";

const icons: Readonly<Record<Layout, IconName>> = {
  grid: "layout-grid",
  speaker: "layout-speaker",
  presentation: "layout-presentation",
  free: "layout-free",
};

/** The layouts of the stage as lines of a menu: those that change anything with what is on it. */
export function layoutItems(stage: StageActions, { elements, layout: chosen }: StageState): MenuItem[] {
  if (elements.length === 1) return [];
  const hasScreen = elements.some(({ kind }) => kind === "screen");
  return Object.values(Layout)
    .filter((layout) => layout !== Layout.presentation || hasScreen)
    .map((layout) => ({
      name: strings.stage.layouts[layout],
      icon: icons[layout],
      checked: layout === chosen,
      isChoice: true,
      press: () => stage.choose(layout),
    }));
}
