/** Finds a QR code in what a video shows at this moment. */
export type CodeReader = (video: HTMLVideoElement) => Promise<string | undefined>;

interface Detector {
  detect(image: ImageBitmapSource): Promise<readonly { readonly rawValue: string }[]>;
}

type DetectorClass = {
  new (options: { formats: ["qr_code"] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
};

/** The browser's own where it has one; else ours, which is loaded now. */
export async function openCodeReader(): Promise<CodeReader> {
  const Detector = await nativeDetector();
  if (Detector === undefined) return (await import("./own-code-reader.ts")).ownCodeReader();
  const detector = new Detector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue;
}

async function nativeDetector(): Promise<DetectorClass | undefined> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  const formats = await BarcodeDetector?.getSupportedFormats().catch((): readonly string[] => []);
  return formats?.includes("qr_code") ? BarcodeDetector : undefined;
}
