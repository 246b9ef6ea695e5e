/** A hidden page is told of no pictures: from then on one is taken this often, in milliseconds. */
const HIDDEN_INTERVAL = 200;

/**
 * A track's pictures by way of a `<video>` that nobody sees: for browsers whose tracks cannot be read. A picture is taken when one
 * is asked for, so that none grows old on the way.
 */
export function framesOfElement(track: MediaStreamTrack, signal: AbortSignal): ReadableStream<VideoFrame> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  const stopped = new AbortController();
  return new ReadableStream(
    {
      start(controller) {
        const end = () => {
          if (stopped.signal.aborted) return;
          stopped.abort();
          controller.close();
        };
        stopped.signal.addEventListener("abort", () => {
          video.srcObject = null;
        });
        signal.addEventListener("abort", end, { signal: stopped.signal });
        track.addEventListener("ended", end, { signal: stopped.signal });
        // Letting go of the track, which is what stopping does, interrupts a play() that has not begun.
        video.play().catch(() => undefined);
      },
      async pull(controller) {
        const timestamp = Math.round(1000 * (await nextPicture(video)));
        if (!stopped.signal.aborted) controller.enqueue(new VideoFrame(video, { timestamp }));
      },
      cancel: () => stopped.abort(),
    },
    { highWaterMark: 0 },
  );
}

/** When the next picture came, by the page's clock in milliseconds. Never, once the element has no track any more. */
function nextPicture(video: HTMLVideoElement): Promise<number> {
  return new Promise((resolve) => {
    const taken = (now: number) => {
      clearInterval(timer);
      video.cancelVideoFrameCallback(callback);
      resolve(now);
    };
    const callback = video.requestVideoFrameCallback(taken);
    const timer = setInterval(() => {
      if (document.hidden && video.readyState >= video.HAVE_CURRENT_DATA) taken(performance.now());
      if (video.srcObject === null) clearInterval(timer);
    }, HIDDEN_INTERVAL);
  });
}
