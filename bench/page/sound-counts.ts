/** Totals of a receiver of sound, in samples; names follow webrtc-stats. */
export interface SoundCounts {
  readonly totalSamplesReceived: number;
  /** Made up where something should have been heard: benches' microphones never pause. */
  readonly concealedSamples: number;
  /** Of those, the ones made up as silence, because it had lasted too long for anything else. */
  readonly silentConcealedSamples: number;
}
