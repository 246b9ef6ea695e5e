import type { FrameMarking } from "../../../src/transport/wire/frame-marking.ts";

/**
 * The first of the frames that arrived and cannot be decoded for want of one that did not; undefined when all can.
 * `frames` are a track's frames in the order they were encoded, `arrived` says of each whether the receiver has it.
 */
export function undecodable(
  frames: readonly FrameMarking[],
  arrived: readonly boolean[],
): number | undefined {
  const index = frames.findIndex(
    (_, at) => arrived[at] === true && references(frames, at).some((to) => !arrived[to]),
  );
  return index === -1 ? undefined : index;
}

/** What a frame is built on: of each layer that it may use, the last frame that may be used. */
function references(frames: readonly FrameMarking[], at: number): number[] {
  const frame = frames[at];
  if (frame === undefined || frame.keyFrame) return [];
  const highest = frame.baseSync ? 0 : frame.temporalLayer;
  const found: number[] = [];
  for (let layer = 0; layer <= highest; layer++) {
    const reference = lastReference(frames, at, layer);
    // Without a base there is nothing to decode it with; without an upper layer there is nothing of it to use.
    if (reference !== undefined) found.push(reference);
    else if (layer === 0) found.push(-1);
  }
  return found;
}

/** The last frame of that layer before `at` that others may refer to. A key frame is one of every layer. */
function lastReference(frames: readonly FrameMarking[], at: number, layer: number): number | undefined {
  for (let index = at - 1; index >= 0; index--) {
    const frame = frames[index];
    if (frame?.keyFrame === true) return index;
    if (frame?.temporalLayer === layer && !frame.discardable) return index;
  }
  return undefined;
}
