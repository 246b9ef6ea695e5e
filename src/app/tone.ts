/** How a note sounds: seconds until it has faded, and loudness of full scale. */
interface Note {
  readonly length: number;
  readonly loudness: number;
}

/** Plans a soft note for a moment of the context's clock. What is returned fires `ended` when it has sounded. */
export function playNote(
  context: AudioContext,
  frequency: number,
  start: number,
  { length, loudness }: Note,
): OscillatorNode {
  const note = new OscillatorNode(context, { frequency });
  const swell = new GainNode(context, { gain: 0 });
  swell.gain.setValueAtTime(0, start);
  swell.gain.linearRampToValueAtTime(loudness, start + 0.02);
  swell.gain.exponentialRampToValueAtTime(0.001, start + length);
  note.connect(swell).connect(context.destination);
  note.start(start);
  note.stop(start + length);
  return note;
}
