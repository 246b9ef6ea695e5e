/** Who and what is seen in a call, and where. */
export const stage = {
  stage: {
    layouts: {
      grid: "Grid layout",
      speaker: "Speaker layout",
      presentation: "Presentation layout",
      free: "Free layout",
    },
    /** Oneself, as what can be pinned and moved. */
    own: "your picture",
    screenOf: "{name}'s screen",
    pin: "Pin {name}",
    unpin: "Unpin {name}",
    move: "Move {name}",
    moveHow: "Arrow keys move it. A press takes it to the next corner.",
    resize: "Resize {name}",
    resizeHow: "Arrow keys make it larger or smaller. A press takes the next size.",
    shareWith: "Share this layout with {name}",
    /** Somebody asks for it. */
    shareAsked: "{name} would like to share the layout with you.",
    share: "Share",
    /** On elements of a shared stage, for others to look there. */
    point: "Point with lines",
    quality: {
      fair: "Connection could be better",
      poor: "Poor connection",
    },
  },
} as const;
