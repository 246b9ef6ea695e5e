/** The same piece in one channel, which is how it is played: two would take bits from each other. The caller closes both. */
export function inMono(data: AudioData): AudioData {
  if (data.numberOfChannels === 1) return data.clone();
  const samples = samplesOf(data);
  return new AudioData({
    format: "f32-planar",
    sampleRate: data.sampleRate,
    numberOfChannels: 1,
    numberOfFrames: data.numberOfFrames,
    timestamp: data.timestamp,
    data: samples,
    transfer: [samples.buffer],
  });
}

/** What is heard where there is one loudspeaker: the mean of all channels. */
export function samplesOf(data: AudioData): Float32Array<ArrayBuffer> {
  const { numberOfFrames, numberOfChannels } = data;
  const mean = new Float32Array(numberOfFrames);
  const channel = new Float32Array(numberOfFrames);
  for (let planeIndex = 0; planeIndex < numberOfChannels; planeIndex++) {
    data.copyTo(channel, { planeIndex, format: "f32-planar" });
    for (const [i, sample] of channel.entries()) mean[i] = (mean[i] ?? 0) + sample / numberOfChannels;
  }
  return mean;
}
