/** The part of `strings` that speaks of the stage: who and what is seen in a call, and where. */
export const stageStrings = {
  layouts: {
    grid: "Grid layout",
    speaker: "Speaker layout",
    presentation: "Presentation layout",
    free: "Free layout",
  },
  /** Oneself, as what can be pinned and moved. */
  own: "your picture",
  pin: (name: string) => `Pin ${name}`,
  unpin: (name: string) => `Unpin ${name}`,
  move: (name: string) => `Move ${name}`,
  moveHow: "Arrow keys move it. A press takes it to the next corner.",
  resize: (name: string) => `Resize ${name}`,
  resizeHow: "Arrow keys make it larger or smaller. A press takes the next size.",
  /** Of the picture and sound of somebody. */
  quality: {
    fair: "Connection could be better",
    poor: "Poor connection",
  },
} as const;
