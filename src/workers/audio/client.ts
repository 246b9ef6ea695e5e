import { SAMPLE_RATE } from "../../media/sound.ts";
import { scriptUrl } from "../script-url.ts";
import type { PlayoutSetup } from "./messages.ts";
import playoutUrl from "./playout.worklet.ts?worker&url";

/**
 * The smallest buffer of the loudspeaker is 22 ms quicker than what browsers take for conversations, and wakes its threads 375 times a
 * second, which is too much for a machine with as few cores as this.
 */
const FEW_CORES = 4;

/** What TypeScript does not know of sound yet. */
type Sink = AudioContext & { setSinkId?(id: string): Promise<void> };

/** Whether the page can say by which loudspeaker it sounds. */
export function canChooseSpeaker(): boolean {
  return "AudioContext" in globalThis && "setSinkId" in AudioContext.prototype;
}

/** Sounds by this loudspeaker from now on; empty for the browser's choice, which is all that some browsers have. */
export async function openSpeaker(context: AudioContext, speaker: string): Promise<void> {
  await (context as Sink).setSinkId?.(speaker);
}

/** The page's end of the loudspeaker. Its owner closes it. */
export class Playout {
  readonly #context: AudioContext;

  /** Opens the loudspeaker; `port` is where the audio thread gets its sound from. */
  static async open(port: MessagePort): Promise<Playout> {
    const latencyHint = navigator.hardwareConcurrency > FEW_CORES ? 0 : "interactive";
    const context = new AudioContext({ latencyHint, sampleRate: SAMPLE_RATE });
    try {
      await context.audioWorklet.addModule(scriptUrl(playoutUrl));
      const node = new AudioWorkletNode(context, "playout", { numberOfInputs: 0, outputChannelCount: [2] });
      node.port.postMessage({ port } satisfies PlayoutSetup, [port]);
      node.connect(context.destination);
      return new Playout(context);
    } catch (cause) {
      await context.close();
      throw new Error("The loudspeaker could not be opened", { cause });
    }
  }

  private constructor(context: AudioContext) {
    this.#context = context;
  }

  /** Browsers keep quiet until the person has touched the page: to be called on a touch. */
  async resume(): Promise<void> {
    if (this.#context.state === "suspended") await this.#context.resume();
  }

  /** One that is not there any more is no reason to fall silent: the sound stays where it is. */
  async setSpeaker(speaker: string): Promise<void> {
    await openSpeaker(this.#context, speaker).catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.#context.state !== "closed") await this.#context.close();
  }
}
