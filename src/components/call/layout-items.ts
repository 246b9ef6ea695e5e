import type { Participant } from "../../app/call-state.ts";
import type { StageState } from "../../app/stage.ts";
import { Layout } from "../../app/stage-arrangement.ts";
import { fill } from "../../strings/fill.ts";
import type { CallActions, StageActions } from "../actions.ts";
import type { IconName } from "../parts/icon.ts";
import type { MenuItem } from "../parts/menu-button.ts";
import { displayName } from "../parts/person-name.ts";
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

/** On a free stage: with whom it is shared, and whether the pointer draws. */
export function sharingItems(call: CallActions, participants: readonly Participant[]): MenuItem[] {
  const { formation, isShared, isPointing } = call.stage.state.get();
  if (formation !== "free") return [];
  const people = participants.map(
    ({ id, name, sharing }): MenuItem => ({
      name: fill(strings.stage.shareWith, { name: displayName(name) }),
      icon: "devices",
      checked: sharing.own,
      press: () => call.shareStage(id, !sharing.own),
    }),
  );
  if (!isShared) return people;
  const pointing: MenuItem = {
    name: strings.stage.point,
    icon: "point",
    checked: isPointing,
    press: () => call.stage.point(!isPointing),
  };
  return [...people, pointing];
}
