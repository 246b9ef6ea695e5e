/** Totals of a receiver of sound, in samples; names follow webrtc-stats. */
export interface SoundCounts {
  readonly totalSamplesReceived: number;
  /** Made up where something should have been heard. What is made up while nobody speaks does not count. */
  readonly concealedSamples: number;
}
